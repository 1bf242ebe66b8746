using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;

namespace Unpark.Cli.Reporting.Tests;

/// <summary>Writes the leaks of tests as a SARIF log.</summary>
internal static class TestSarifReporter
{
    /// <summary>Writes the log.</summary>
    public static void Write(Terminal terminal, TestView view) => new ProfileSarifReporter(terminal, view.Root.Show).Write(
        view.Leaks.Select(leak => new SarifGroup(leak.Group, leak.Verdict != TestVerdict.Survivor,
            $"{TestWords.Test(leak)} ({leak.Package}) leaves {TestWords.Sentence(leak)}: {leak.Group.Explanation} ({TestWords.Explain(leak)})",
            [("verdict", TestWords.Of(leak.Verdict)), ("package", leak.Package), ("test", leak.Test ?? "")])));
}
