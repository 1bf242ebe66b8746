using Unpark.Cli.Exploring;
using Unpark.Cli.Terminals;
using Unpark.Explorer;

namespace Unpark.Cli.Reporting.Exploring;

/// <summary>Shows a person what can block for ever, why, and by which schedule.</summary>
internal static class ExploreTextReporter
{
    /// <summary>Writes the report.</summary>
    public static void Write(Terminal terminal, ExplorationView view)
    {
        foreach (var exploration in view.Explorations)
        {
            foreach (var leak in exploration.Leaks)
            {
                Write(terminal, view, exploration, leak);
                terminal.Out.WriteLine();
            }

            if (exploration is { Replayed: { } trace, Leaks.IsEmpty: true })
            {
                ScheduleColumns.Write(terminal, trace, exploration.Root.Package);
                terminal.Out.WriteLine();
            }

            foreach (var panic in exploration.Result.Panics)
            {
                terminal.Out.WriteLine($"{terminal.Paint(TextStyle.Step, "note:")} a schedule of {exploration.Root.Name} ends with {DisplayText.Safe(OneLine(panic))}");
            }

            foreach (var failure in exploration.Result.Failures)
            {
                terminal.Out.WriteLine($"{terminal.Paint(TextStyle.Step, "note:")} {exploration.Root.Name} fails in a schedule, at {DisplayText.Safe(failure)}");
            }
        }

        foreach (var exploration in view.Explorations)
        {
            terminal.Out.WriteLine(Summary(terminal, exploration));
        }

        terminal.Flush();
    }

    private static void Write(Terminal terminal, ExplorationView view, Exploration exploration, ExploredLeak leak)
    {
        var package = exploration.Root.Package;
        new TextReporter(terminal, view.Paths).Write(leak.Finding);
        if (leak.Trace is not { } trace)
        {
            return;
        }

        if (trace.Goroutines.FirstOrDefault(g => g.Number == leak.Leak.Goroutine) is { } goroutine)
        {
            terminal.Out.WriteLine($"  {terminal.Paint(TextStyle.Step, "blocked:")} {DisplayText.Safe(GoroutineWords.Name(goroutine, package))} in {leak.Leak.WaitReason}"
                + (leak.Leak.CreatedBy is { } by ? $", started in {DisplayText.Safe(GoroutineWords.Short(by.Function, package))}" : ""));
            foreach (var frame in leak.Leak.Stack)
            {
                terminal.Out.WriteLine(terminal.Paint(TextStyle.Faint, DisplayText.Safe($"    {GoroutineWords.Short(frame.Function, package)}{(frame.File.Length == 0 ? "" : $"  {view.Paths.Show(frame.File)}:{frame.Line}")}")));
            }

            terminal.Out.WriteLine($"  {terminal.Paint(TextStyle.Step, "why:")}");
            foreach (var line in LeakStory.Of(trace, goroutine, package))
            {
                terminal.Out.WriteLine($"    {DisplayText.Safe(line)}");
            }
        }

        terminal.Out.WriteLine($"  {terminal.Paint(TextStyle.Step, "schedule:")}");
        ScheduleColumns.Write(terminal, trace, package);
    }

    private static string Summary(Terminal terminal, Exploration exploration)
    {
        var count = exploration.Leaks.Length;
        var found = terminal.Paint(count == 0 ? TextStyle.Good : TextStyle.Strong, count switch
        {
            0 => "no goroutine blocks for ever",
            1 => "1 goroutine can block for ever",
            _ => $"{count} goroutines can block for ever",
        });
        if (exploration.IsReplay)
        {
            return $"{exploration.Root.Name}: {found.Replace(" can block", count == 1 ? " blocks" : " block", StringComparison.Ordinal)} in the schedule of the trace";
        }

        var result = exploration.Result;
        var how = result.IsComplete ? "all schedules were looked at" : "not all schedules were looked at";
        return $"{exploration.Root.Name}: {found}; {how} ({result.States} states, {result.Steps} steps)";
    }

    private static string OneLine(string text) => text.Split('\n')[0];
}
