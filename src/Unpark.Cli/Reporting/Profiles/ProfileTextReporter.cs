using Unpark.Analysis;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Shows a profile to people: a ranked table, what is normal in short, and one group with its source and stack.</summary>
internal sealed class ProfileTextReporter
{
    private const int MostRows = 40;
    private const int MostFrames = 30;
    private const int MostLabels = 5;

    private readonly Terminal terminal;
    private readonly ProfileView view;

    /// <summary>Makes one.</summary>
    public ProfileTextReporter(Terminal terminal, ProfileView view) => (this.terminal, this.view) = (terminal, view);

    /// <summary>Writes the report.</summary>
    /// <param name="all">Whether the table has the groups that are normal too.</param>
    /// <param name="expanded">The number of the group to show whole, from 1; 0 for none.</param>
    public void Write(bool all, int expanded)
    {
        WriteTotals();
        var rows = view.Groups.Select((Group, Index) => (Group, Number: Index + 1))
            .Where(r => all || r.Group.Verdict != Verdict.Normal).ToArray();
        WriteTable(all ? rows : rows[..Math.Min(rows.Length, MostRows)]);
        if (rows.Length > MostRows && !all)
        {
            terminal.Out.WriteLine($"… and {ProfileWords.Count(rows.Length - MostRows, "group")} more (--all)");
        }

        if (!all)
        {
            WriteNormal();
        }

        if (expanded > 0 && expanded <= view.Groups.Length)
        {
            WriteGroup(view.Groups[expanded - 1], expanded);
        }

        terminal.Flush();
    }

    private void WriteTotals()
    {
        var title = view.Profile.Title is { } text ? $" ({DisplayText.Safe(text)})" : "";
        terminal.Out.WriteLine($"{ProfileWords.Count(view.Profile.Goroutines, "goroutine")} in "
            + $"{ProfileWords.Count(view.Groups.Length, "group")}{title}: "
            + $"{ProfileWords.Number(view.Count(Verdict.Leaked))} leaked, {ProfileWords.Number(view.Count(Verdict.Suspect))} suspect, "
            + $"{ProfileWords.Number(view.Count(Verdict.Normal))} waiting normally or at work");
    }

    private void WriteTable(ReadOnlySpan<(ExplainedGroup Group, int Number)> rows)
    {
        if (rows.IsEmpty)
        {
            return;
        }

        var stateWidth = 5;
        var waitedWidth = 6;
        var trendWidth = view.History is { } history ? Sparkline.WidthOf(history.Length) : 0;
        foreach (var (group, _) in rows)
        {
            stateWidth = Math.Max(stateWidth, ProfileWords.State(group.Group).Length);
            waitedWidth = Math.Max(waitedWidth, ProfileWords.Waited(group.Group.Waited).Length);
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine(terminal.Paint(TextStyle.Faint,
            $"{"#",4} {"COUNT",8}  {(trendWidth > 0 ? "TREND".PadRight(trendWidth) + "  " : "")}{"VERDICT",-7}  {"RULE",-5}  {"STATE".PadRight(stateWidth)}  {"WAITED".PadRight(waitedWidth)}  WHERE"));
        foreach (var (group, number) in rows)
        {
            var verdict = ProfileWords.Of(group.Verdict).PadRight(7);
            var painted = group.Verdict switch
            {
                Verdict.Leaked => terminal.Paint(TextStyle.Bad, verdict),
                Verdict.Suspect => terminal.Paint(TextStyle.Finding, verdict),
                _ => verdict,
            };
            var count = terminal.Paint(TextStyle.Strong, $"{ProfileWords.Number(group.Group.Count),8}");
            var creator = group.Group.Stack.CreatedBy is { } by
                ? terminal.Paint(TextStyle.Faint, $" started by {ProfileWords.Short(by)}") : "";
            var known = group.Benign is { } benign ? terminal.Paint(TextStyle.Faint, $" ({DisplayText.Safe(benign)})") : "";
            var trend = view.History is { } past ? Sparkline.Of(past.Of(group.Group)).PadRight(trendWidth) + "  " : "";
            terminal.Out.WriteLine($"{number,4} {count}  {trend}{painted}  {group.Rule ?? "",-5}  {ProfileWords.State(group.Group).PadRight(stateWidth)}  "
                + $"{ProfileWords.Waited(group.Group.Waited).PadRight(waitedWidth)}  {ProfileWords.Short(group.Group.Blocked)}{creator}{known}");
        }
    }

    private void WriteNormal()
    {
        var normal = view.Groups.Where(g => g.Verdict == Verdict.Normal).ToArray();
        if (normal.Length == 0)
        {
            return;
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine("Waiting normally or at work (--all shows them one by one):");
        foreach (var kind in normal.GroupBy(g => g.Diagnosed.Signature?.Description ?? Plain(g.Group), StringComparer.Ordinal)
            .Select(g => (g.Key, Count: g.Sum(x => x.Group.Count), g.First().Diagnosed.Signature?.Until))
            .OrderByDescending(k => k.Count).ThenBy(k => k.Key, StringComparer.Ordinal).Take(MostRows))
        {
            var until = kind.Until is { } end ? terminal.Paint(TextStyle.Faint, $", alive until {end}") : "";
            terminal.Out.WriteLine($"{ProfileWords.Number(kind.Count),13}  {DisplayText.Safe(kind.Key)}{until}");
        }
    }

    private static string Plain(GoroutineGroup group)
        => $"{(group.State.Kind == BlockingKind.Unknown ? "" : $"{ProfileWords.State(group)} in ")}{ProfileWords.Short(group.Blocked)}";

    private void WriteGroup(ExplainedGroup group, int number)
    {
        var to = terminal.Out;
        to.WriteLine();
        var rule = group.Rule is { } id ? $"{id} {LeakAnalysis.Find(id)?.Rule.Name}: " : "";
        var state = ProfileWords.State(group.Group);
        state = state.Length > 0 ? $"in {state} " : "";
        to.WriteLine(terminal.Paint(TextStyle.Strong, $"{number}. {rule}{ProfileWords.Count(group.Group.Count, "goroutine")} "
            + $"{state}at {ProfileWords.Short(group.Group.Blocked)}"));
        if (group.Source is { Skew: null } source)
        {
            WriteSource(group, source);
        }

        to.WriteLine($"  {Label("verdict:")} {ProfileWords.Of(group.Verdict)}: {DisplayText.Safe(string.Join("; ", group.Reasons))}");
        to.WriteLine($"  {Label("why:")} {DisplayText.Safe(group.Explanation)}");
        if (group.Fix is { } fix)
        {
            to.WriteLine($"  {Label("fix:")} {DisplayText.Safe(fix.Message)}{(fix.Preferred ? " (\"unpark fix\" does it)" : "")}");
        }

        foreach (var (labels, count) in group.Group.Labels.Take(MostLabels))
        {
            var shown = string.Join(", ", labels.Select(l => $"{l.Key}={l.Value}"));
            to.WriteLine($"  {Label("labels:")} {ProfileWords.Number(count)} with {DisplayText.Safe(shown)}");
        }

        WriteStack(group.Group);
    }

    private string Label(string text) => terminal.Paint(TextStyle.Faint, text);

    private void WriteSource(ExplainedGroup group, SourceExplanation source)
    {
        var (span, parked, steps) = ParkedSource.Of(group, source);
        terminal.Out.WriteLine($"  {terminal.Paint(TextStyle.Strong, $"{DisplayText.Safe(view.Paths.Show(span.File.Path))}:{span.StartPosition}")}");
        new CodeFrame(terminal, view.Paths).Write(span, parked, steps.AsSpan());
    }

    private void WriteStack(GoroutineGroup group)
    {
        terminal.Out.WriteLine($"  {Label("stack:")}");
        foreach (var frame in group.Stack.Frames.Take(MostFrames))
        {
            terminal.Out.WriteLine($"    {DisplayText.Safe(frame.ToString())}");
        }

        if (group.Stack.Frames.Length > MostFrames)
        {
            terminal.Out.WriteLine($"    … {ProfileWords.Count(group.Stack.Frames.Length - MostFrames, "frame")} more");
        }

        if (group.Stack.CreatedBy is { } creator)
        {
            terminal.Out.WriteLine($"    started by {DisplayText.Safe(creator.ToString())}");
        }
    }
}
