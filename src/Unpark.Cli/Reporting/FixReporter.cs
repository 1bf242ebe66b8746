using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Fixing;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Says what fixing did.</summary>
internal sealed class FixReporter
{
    private readonly Terminal terminal;
    private readonly PathDisplay paths;

    /// <summary>Makes one that writes to a terminal.</summary>
    public FixReporter(Terminal terminal, PathDisplay paths)
    {
        this.terminal = terminal;
        this.paths = paths;
    }

    /// <summary>Shows the changes as a diff; what else there is to say goes to standard error.</summary>
    public void ReportDiff(FixOutcome outcome)
    {
        DiffPrinter.Print(terminal, paths, outcome.Changes);
        WriteRefused(outcome, []);
        ProblemWriter.Write(terminal, paths, outcome.Before);
    }

    /// <summary>Says what was mended and what is left.</summary>
    public void ReportWritten(FixOutcome outcome, ImmutableArray<CheckProblem> unwritten)
    {
        var lost = unwritten.Select(p => p.Path).ToHashSet();
        var mended = outcome.Fixed.Where(f => !f.PreferredFix!.Edits.Any(e => lost.Contains(e.File.Path))).ToArray();
        foreach (var finding in mended)
        {
            var place = terminal.Paint(TextStyle.Strong, $"{Show(finding)}:");
            var rule = terminal.Paint(TextStyle.Good, $"{finding.Rule.Id} {finding.Rule.Name}:");
            terminal.Out.WriteLine($"{place} {rule} {DisplayText.Safe(finding.PreferredFix!.Message)}");
        }

        var files = mended.SelectMany(f => f.PreferredFix!.Edits).Select(e => e.File.Path).Distinct().Count();
        var left = outcome.Before.Findings.Length == 0 && mended.Length == 0
            ? "nothing to fix"
            : $"{ProblemWriter.Count(mended.Length, "finding", "findings")} mended in {ProblemWriter.Count(files, "file", "files")}"
                + $", {outcome.After.Findings.Length + outcome.Fixed.Length - mended.Length} left";
        terminal.Out.WriteLine(terminal.Paint(TextStyle.Strong, left));
        terminal.Flush();
        WriteRefused(outcome, unwritten);
        ProblemWriter.Write(terminal, paths, outcome.After with { Problems = [.. outcome.After.Problems, .. unwritten] });
    }

    private void WriteRefused(FixOutcome outcome, ImmutableArray<CheckProblem> unwritten)
    {
        foreach (var (finding, reason) in outcome.Refused)
        {
            if (!unwritten.Any(p => p.Path == finding.Span.File.Path))
            {
                terminal.WriteError($"{Show(finding)}: {finding.Rule.Id} {finding.Rule.Name}: not fixed: {reason}");
            }
        }
    }

    private string Show(Finding finding)
        => $"{DisplayText.Safe(paths.Show(finding.Span.File.Path))}:{finding.Span.StartPosition}";
}
