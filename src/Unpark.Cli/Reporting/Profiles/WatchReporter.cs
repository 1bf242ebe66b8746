using System.Globalization;
using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Shows the goroutines of a running process, the largest and worst groups first, as top does it.</summary>
internal sealed class WatchReporter(Terminal terminal, string name)
{
    private const string Home = "\e[H\e[J";

    /// <summary>Shows a round.</summary>
    /// <param name="groups">The goroutines of the last profiles.</param>
    /// <param name="leaked">The fingerprints, without creators, that Go's leak detection has found.</param>
    /// <param name="rows">How many groups to show.</param>
    public void Write(IReadOnlyList<ComparedGroup> groups, IReadOnlySet<string> leaked, int rows)
    {
        var present = groups.Where(g => g.Counts[^1] > 0).Select(g => (Group: g, Verdict: VerdictOf(g, leaked)))
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
        foreach (var (group, verdict) in present.Take(rows))
        {
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
                + $"{(verdict == Verdict.Normal ? "" : group.Diagnosed.Rule ?? ""),-5}  {ProfileWords.Short(group.Diagnosed.Group.Blocked)}{known}");
        }

        terminal.Out.WriteLine();
        terminal.Flush();

        string Sum(Verdict verdict) => ProfileWords.Number(present.Where(p => p.Verdict == verdict).Sum(p => p.Group.Counts[^1]));
    }

    private static Verdict VerdictOf(ComparedGroup group, IReadOnlySet<string> leaked)
        => leaked.Contains(Fingerprint.Of(group.Diagnosed.Group.Stack with { CreatedBy = null })) ? Verdict.Leaked
            : group.Change is GroupChange.Grown && group.Trend is not null && group.Diagnosed.Verdict == Verdict.Normal
                && group.Reason.StartsWith("chance", StringComparison.Ordinal) ? Verdict.Suspect
            : group.Diagnosed.Verdict;
}
