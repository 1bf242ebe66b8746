using System.Collections.Immutable;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>The formats there are.</summary>
internal static class ReportFormats
{
    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = ["text", "json", "sarif", "junit", "checkstyle", "github"];

    /// <summary>The reporter of a format.</summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static IFindingReporter Create(string format, Terminal terminal, ReportContext context) => format switch
    {
        "text" => new TextReporter(terminal, context.Paths),
        "json" => new JsonReporter(terminal, context),
        "sarif" => new SarifReporter(terminal, context),
        "junit" => new JUnitReporter(terminal, context),
        "checkstyle" => new CheckstyleReporter(terminal, context),
        "github" => new GitHubReporter(terminal, context),
        _ => throw new ArgumentException($"no format {format}", nameof(format)),
    };
}
