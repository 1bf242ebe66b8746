using System.Globalization;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Shows the goroutines of a running process, the largest and worst groups first, as top does it.</summary>
internal sealed class WatchReporter(Terminal terminal, string name)
{
    private const string Home = "\e[H\e[J";

    /// <summary>Shows a round.</summary>
    /// <param name="groups">The goroutines that are there, with what the last profiles show of them.</param>
    /// <param name="explained">What is known of them, in the same order.</param>
    /// <param name="leaked">The fingerprints of what Go's leak detection has found.</param>
    /// <param name="rows">How many lines to write.</param>
    public void Write(IReadOnlyList<ComparedGroup> groups, IReadOnlyList<ExplainedGroup> explained, IReadOnlySet<string> leaked, int rows)
    {
        var present = groups.Zip(explained, (group, its) => (Group: group, Explained: its, Verdict: VerdictOf(group, its, leaked)))
            .OrderByDescending(g => g.Verdict).ThenByDescending(g => g.Group.Counts[^1]).ToArray();
        if (terminal.OutIsTerminal)
        {
            terminal.Out.Write(Home);
        }

        var total = present.Sum(g => g.Group.Counts[^1]);
        terminal.Out.WriteLine($"{DisplayText.Safe(name)}  {DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  "
            + $"{ProfileWords.Count(total, "goroutine")}: {Sum(Verdict.Leaked)} leaked, {Sum(Verdict.Suspect)} suspect, {Sum(Verdict.Normal)} normal");
        terminal.Out.WriteLine(terminal.Paint(TextStyle.Faint,
            $"{"COUNT",8} {"BY",7}  {"TREND",-24}  {"VERDICT",-7}  {"RULE",-5}  WHERE"));
        foreach (var (group, its, verdict) in present)
        {
            var cause = CauseOf(its, verdict);
            rows -= cause is null ? 1 : 2;
            if (rows < 0)
            {
                break;
            }

            var word = ProfileWords.Of(verdict).PadRight(7);
            var painted = verdict switch
            {
                Verdict.Leaked => terminal.Paint(TextStyle.Bad, word),
                Verdict.Suspect => terminal.Paint(TextStyle.Finding, word),
                _ => word,
            };
            var by = group.Difference.ToString("+0;-0;0", CultureInfo.InvariantCulture);
            var known = group.Diagnosed.Signature is { } signature
                ? terminal.Paint(TextStyle.Faint, $" ({DisplayText.Safe(signature.Description)})") : "";
            terminal.Out.WriteLine($"{ProfileWords.Number(group.Counts[^1]),8} {by,7}  {Sparkline.Of(group.Counts),-24}  {painted}  "
                + $"{(verdict == Verdict.Normal ? "" : its.Rule ?? group.Diagnosed.Rule ?? ""),-5}  {ProfileWords.Short(group.Diagnosed.Group.Blocked)}{known}");
            if (cause is not null)
            {
                terminal.Out.WriteLine(terminal.Paint(TextStyle.Faint, $"{"",18}{cause}"));
            }
        }

        terminal.Out.WriteLine();
        terminal.Flush();

        string Sum(Verdict verdict) => ProfileWords.Number(present.Where(p => p.Verdict == verdict).Sum(p => p.Group.Counts[^1]));
    }

    // What the source shows of goroutines that leak, in a line.
    private string? CauseOf(ExplainedGroup explained, Verdict verdict)
    {
        if (verdict == Verdict.Normal || explained.Source is not { } source)
        {
            return null;
        }

        var text = DisplayText.Safe(source.Skew ?? (source.Finding is { } finding
            ? $"{Path.GetFileName(finding.Span.File.Path)}:{finding.Span.StartPosition.Line}: {finding.Message}" : explained.Explanation));
        // Each group has its line, and these no more than one.
        var most = Math.Max(terminal.Width - 20, 40);
        return terminal.OutIsTerminal && text.Length > most ? text[..(most - 1)] + "…" : text;
    }

    private static Verdict VerdictOf(ComparedGroup group, ExplainedGroup explained, IReadOnlySet<string> leaked)
        => leaked.Contains(group.Diagnosed.Group.Fingerprint) ? Verdict.Leaked
            : group.Change is GroupChange.Grown && group.Trend is not null && explained.Verdict == Verdict.Normal
                && group.Reason.StartsWith("chance", StringComparison.Ordinal) ? Verdict.Suspect
            : explained.Verdict;
}
