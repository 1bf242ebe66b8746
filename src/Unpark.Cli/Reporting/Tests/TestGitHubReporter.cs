using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;

namespace Unpark.Cli.Reporting.Tests;

/// <summary>Writes the leaks of tests as GitHub's workflow commands, which become annotations of the changed files.</summary>
internal static class TestGitHubReporter
{
    /// <summary>Writes the commands.</summary>
    public static void Write(Terminal terminal, TestView view)
    {
        foreach (var leak in view.Leaks)
        {
            var (file, line) = leak.Group.Source is { } source ? (source.File.Path, source.Line)
                : leak.Group.Group.Blocked is { } blocked ? (blocked.File, blocked.Line) : ("", 0);
            var place = file.Length == 0 ? "" : $"file={GitHubCommand.Property(view.Root.Show(file))},line={line},";
            var title = $"{leak.Group.Rule ?? "goroutine leak"} in {TestWords.Test(leak)}";
            terminal.Out.WriteLine($"::{(leak.Verdict == TestVerdict.Survivor ? "warning" : "error")} {place}title={GitHubCommand.Property(title)}"
                + $"::{GitHubCommand.Data($"{TestWords.Sentence(leak)} ({leak.Package}): {leak.Group.Explanation}")}");
        }

        foreach (var error in view.Errors)
        {
            terminal.Out.WriteLine($"::error title=unpark::{GitHubCommand.Data(error)}");
        }

        terminal.Flush();
    }
}
