using System.Collections.Immutable;
using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>The formats in which a profile is shown.</summary>
internal static class ProfileFormats
{
    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = ["text", "json", "csv", "folded", "pprof", "sarif", "html"];

    /// <summary>Writes a profile.</summary>
    /// <param name="format">The name of the format.</param>
    /// <param name="terminal">Where to.</param>
    /// <param name="view">The profile.</param>
    /// <param name="all">Whether the text has the groups that are normal too.</param>
    /// <param name="expanded">The number of the group that the text shows whole, from 1; 0 for none.</param>
    public static void Write(string format, Terminal terminal, ProfileView view, bool all, int expanded)
    {
        switch (format)
        {
            case "json":
                ProfileJsonReporter.Write(terminal, view);
                break;
            case "csv":
                ProfileCsvReporter.Write(terminal, view);
                break;
            case "folded":
                FoldedReporter.Write(terminal, view);
                break;
            case "pprof":
                PprofWriter.Write(terminal.OutputStream, view.Profile);
                terminal.OutputStream.Flush();
                break;
            case "sarif":
                new ProfileSarifReporter(terminal, view.Paths.Show).Write(view);
                break;
            case "html":
                ProfileHtmlReporter.Write(terminal, view);
                break;
            default:
                new ProfileTextReporter(terminal, view).Write(all, expanded);
                break;
        }
    }
}
