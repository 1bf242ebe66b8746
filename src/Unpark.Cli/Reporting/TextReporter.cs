using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Shows findings to a person: the place, the code, the steps that lead there, and what to do.</summary>
internal sealed class TextReporter : IFindingReporter
{
    private readonly Terminal terminal;
    private readonly PathDisplay paths;

    /// <summary>Makes one that writes to a terminal.</summary>
    public TextReporter(Terminal terminal, PathDisplay paths)
    {
        this.terminal = terminal;
        this.paths = paths;
    }

    /// <inheritdoc/>
    public void Report(CheckResult result)
    {
        foreach (var finding in result.Findings)
        {
            Write(finding);
            terminal.Out.WriteLine();
        }

        foreach (var unused in result.UnusedSuppressions)
        {
            var path = DisplayText.Safe(paths.Show(unused.Span.File.Path));
            var place = terminal.Paint(TextStyle.Strong, $"{path}:{unused.Span.StartPosition}:");
            terminal.Out.WriteLine($"{place} {terminal.Paint(TextStyle.Step, "note:")} {DisplayText.Safe(unused.Message)}");
        }

        WriteSummary(result);
        terminal.Flush();
    }

    /// <summary>Shows one finding.</summary>
    public void Write(Finding finding)
    {
        var path = DisplayText.Safe(paths.Show(finding.Span.File.Path));
        var place = terminal.Paint(TextStyle.Strong, $"{path}:{finding.Span.StartPosition}:");
        var rule = terminal.Paint(TextStyle.Finding, $"{finding.Rule.Id} {finding.Rule.Name}:");
        var doubt = finding.Confidence == Confidence.Possible ? " (possibly)" : "";
        terminal.Out.WriteLine($"{place} {rule} {DisplayText.Safe(finding.Message)}{doubt}");
        new CodeFrame(terminal, paths).Write(finding);
        WriteFix(finding);
    }

    private void WriteFix(Finding finding)
    {
        if (finding.Fixes.IsEmpty)
        {
            return;
        }

        var preferred = finding.PreferredFix;
        var label = terminal.Paint(TextStyle.Good, "fix:");
        var message = DisplayText.Safe((preferred ?? finding.Fixes[0]).Message);
        var how = preferred is null ? "" : terminal.Paint(TextStyle.Faint, " (\"unpark fix\" does it)");
        terminal.Out.WriteLine($"  {label} {message}{how}");
    }

    private void WriteSummary(CheckResult result)
    {
        var packages = ProblemWriter.Count(result.Packages, "package", "packages");
        if (result.Findings.IsEmpty)
        {
            var limit = result.Problems.IsEmpty ? "" : ", as far as could be checked";
            terminal.Out.WriteLine($"no findings in {packages}{limit}{HeldBack(result)}");
            return;
        }

        var fixable = result.Findings.Count(f => f.PreferredFix is not null);
        var findings = ProblemWriter.Count(result.Findings.Length, "finding", "findings");
        terminal.Out.Write(terminal.Paint(TextStyle.Strong, $"{findings} in {packages}"));
        if (fixable > 0)
        {
            terminal.Out.Write($"; \"unpark fix\" mends {(fixable == result.Findings.Length ? AllOf(fixable) : fixable)}");
        }

        terminal.Out.Write(HeldBack(result));
        terminal.Out.WriteLine($"; \"unpark explain {result.Findings[0].Rule.Id}\" says more");
    }

    // What is kept back on purpose is worth a word, lest somebody wonders where a finding went.
    private static string HeldBack(CheckResult result)
    {
        var parts = new List<string>();
        if (result.Suppressed > 0)
        {
            parts.Add($"{result.Suppressed} suppressed");
        }

        if (result.InBaseline > 0)
        {
            parts.Add($"{result.InBaseline} in the baseline");
        }

        if (result.NotNew > 0)
        {
            parts.Add($"{result.NotNew} not new");
        }

        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }

    private static string AllOf(int count) => count switch { 1 => "it", 2 => "both", _ => $"all {count}" };
}
