using System.Globalization;
using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Shows to people what changed from profile to profile.</summary>
internal sealed class DiffTextReporter(Terminal terminal, DiffView view)
{
    private const int MostRows = 40;

    /// <summary>Writes the report.</summary>
    public void Write(bool all)
    {
        var totals = view.Profiles.Select(p => p.Profile.Goroutines).ToArray();
        terminal.Out.WriteLine($"{string.Join(" → ", totals.Select(ProfileWords.Number))} goroutines: "
            + string.Join(", ", new[] { GroupChange.New, GroupChange.Grown, GroupChange.Shrunk, GroupChange.Gone }
                .Select(c => $"{ProfileWords.Number(view.Groups.LongCount(g => g.Change == c))} {Word(c)}")));
        var rows = view.Groups.Where(g => all || g.Change != GroupChange.Same).ToArray();
        WriteTable(all ? rows : rows[..Math.Min(rows.Length, MostRows)]);
        if (!all && rows.Length > MostRows)
        {
            terminal.Out.WriteLine($"… and {ProfileWords.Count(rows.Length - MostRows, "group")} more (--all)");
        }

        WriteLifecycles();
        terminal.Flush();
    }

    private void WriteTable(ComparedGroup[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var several = view.Profiles.Length > 2;
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(terminal.Paint(TextStyle.Faint, $"{"CHANGE",-7} {"BY",8}  {"COUNT",-16}  "
            + $"{(several ? $"{"TREND",-24}  {(view.IsTimed ? "PER HOUR" : "EACH"),9}  " : "")}{"VERDICT",-7}  {"RULE",-5}  WHERE"));
        foreach (var row in rows)
        {
            var explained = view.Of(row);
            var word = Word(row.Change).PadRight(7);
            var painted = row.Change is GroupChange.New or GroupChange.Grown ? terminal.Paint(TextStyle.Bad, word) : word;
            var trend = several ? $"{Sparkline.Of(row.Counts),-24}  {Slope(row),9}  " : "";
            var count = $"{ProfileWords.Number(row.Counts[0])} → {ProfileWords.Number(row.Counts[^1])}";
            var creator = row.Diagnosed.Group.Stack.CreatedBy is { } by
                ? terminal.Paint(TextStyle.Faint, $" started by {ProfileWords.Short(by)}") : "";
            terminal.Out.WriteLine($"{painted} {Signed(row.Difference),8}  {count,-16}  {trend}{ProfileWords.Of(explained.Verdict),-7}  "
                + $"{explained.Rule ?? "",-5}  {ProfileWords.Short(row.Diagnosed.Group.Blocked)}{creator}");
            if (row.Reason.Length > 0)
            {
                terminal.Out.WriteLine(terminal.Paint(TextStyle.Faint, $"        {row.Reason}"));
            }

            if (row.Change is GroupChange.New or GroupChange.Grown && explained.Source is not null)
            {
                terminal.Out.WriteLine($"        {DisplayText.Safe(explained.Explanation)}");
            }
        }
    }

    private void WriteLifecycles()
    {
        var open = view.OpenLifecycles.ToArray();
        if (open.Length == 0)
        {
            return;
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine("Libraries that are still at work:");
        foreach (var (name, count) in open)
        {
            terminal.Out.WriteLine($"{ProfileWords.Number(count),8}  {DisplayText.Safe(name)}");
        }
    }

    /// <summary>A change in one word.</summary>
    public static string Word(GroupChange change) => change switch
    {
        GroupChange.New => "new",
        GroupChange.Grown => "grown",
        GroupChange.Shrunk => "shrunk",
        GroupChange.Gone => "gone",
        _ => "same",
    };

    private static string Signed(long number) => number.ToString("+0;-0;0", CultureInfo.InvariantCulture);

    private static string Slope(ComparedGroup row) => row.Trend?.Slope.ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture) ?? "";
}
