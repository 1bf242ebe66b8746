using System.Collections.Immutable;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;

namespace Unpark.Cli.Reporting.Tests;

/// <summary>The formats of reports on tests, and what writes them to where they are wanted.</summary>
internal static class TestReports
{
    /// <summary>The names of the formats.</summary>
    public static ImmutableArray<string> Names { get; } = ["text", "json", "sarif", "junit", "github", "html"];

    /// <summary>Writes reports; a file is there as a whole or not at all.</summary>
    /// <param name="targets">What is wanted.</param>
    /// <param name="view">What the tests have shown.</param>
    /// <param name="terminal">Where what goes to no file goes.</param>
    /// <param name="isOutputJson">True if the go command's JSON is on standard output: nothing else may go there then.</param>
    /// <returns>False if a file could not be written, which is said.</returns>
    public static bool Write(ImmutableArray<OutputTarget> targets, TestView view, Terminal terminal, bool isOutputJson)
        => ReportWriter.Write(targets, terminal, view.Paths, (format, to) =>
        {
            if (isOutputJson && to == terminal && format == "text")
            {
                new TestTextReporter(terminal, view).Write(terminal.Error);
                return;
            }

            Write(format, view, to);
        });

    private static void Write(string format, TestView view, Terminal terminal)
    {
        switch (format)
        {
            case "text":
                new TestTextReporter(terminal, view).Write(terminal.Out);
                break;
            case "json":
                TestJsonReporter.Write(terminal, view);
                break;
            case "sarif":
                TestSarifReporter.Write(terminal, view);
                break;
            case "junit":
                TestJUnitReporter.Write(terminal, view);
                break;
            case "github":
                TestGitHubReporter.Write(terminal, view);
                break;
            case "html":
                TestHtmlReporter.Write(terminal, view);
                break;
            default:
                throw new ArgumentException($"no format {format}", nameof(format));
        }
    }
}
