using System.Collections.Immutable;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>The formats in which profiles are compared.</summary>
internal static class DiffFormats
{
    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = ["text", "json", "html"];

    /// <summary>Writes a comparison.</summary>
    /// <param name="format">The name of the format.</param>
    /// <param name="terminal">Where to.</param>
    /// <param name="view">The comparison.</param>
    /// <param name="all">Whether the text has the groups that did not change too.</param>
    public static void Write(string format, Terminal terminal, DiffView view, bool all)
    {
        switch (format)
        {
            case "json":
                DiffJsonReporter.Write(terminal, view);
                break;
            case "html":
                DiffHtmlReporter.Write(terminal, view);
                break;
            default:
                new DiffTextReporter(terminal, view).Write(all);
                break;
        }
    }
}
