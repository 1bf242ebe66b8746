using System.Collections.Immutable;
using Unpark.Cli.Fixing;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;

namespace Unpark.Cli.Reporting.Tests;

/// <summary>The formats of reports on tests, and what writes them to where they are wanted.</summary>
internal static class TestReports
{
    /// <summary>The names of the formats.</summary>
    public static ImmutableArray<string> Names { get; } = ["text", "json", "sarif", "junit", "github"];

    /// <summary>Writes reports; a file is there as a whole or not at all.</summary>
    /// <param name="targets">What is wanted.</param>
    /// <param name="view">What the tests have shown.</param>
    /// <param name="terminal">Where what goes to no file goes.</param>
    /// <param name="isOutputJson">True if the go command's JSON is on standard output: nothing else may go there then.</param>
    /// <returns>The messages about files that could not be written.</returns>
    public static ImmutableArray<string> Write(ImmutableArray<OutputTarget> targets, TestView view, Terminal terminal, bool isOutputJson)
    {
        var failures = ImmutableArray.CreateBuilder<string>();
        foreach (var target in targets)
        {
            if (target.Path is not { } path)
            {
                if (target.Format == "text")
                {
                    new TestTextReporter(terminal, view).Write(isOutputJson ? terminal.Error : terminal.Out);
                }
                else
                {
                    Write(target.Format, view, terminal);
                }

                continue;
            }

            using var content = new MemoryStream();
            using (var file = new Terminal(content, Stream.Null))
            {
                Write(target.Format, view, file);
                file.Flush();
                try
                {
                    AtomicFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    failures.Add($"could not write {view.Paths.Show(path)}: {e.Message}");
                }
            }
        }

        return failures.DrainToImmutable();
    }

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
            default:
                throw new ArgumentException($"no format {format}", nameof(format));
        }
    }
}
