using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Cli.Exploring;
using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Terminals;
using Unpark.Explorer;

namespace Unpark.Cli.Reporting.Exploring;

/// <summary>Writes what was explored for other programs, in the shape of a check.</summary>
internal static class ExploreJsonReporter
{
    /// <summary>Writes the report.</summary>
    public static void Write(Terminal terminal, ExplorationView view)
    {
        var findings = new JsonReporter(terminal, view.Context);
        var leaks = view.Explorations.SelectMany(e => e.Leaks.Select(l => (Exploration: e, Leak: l))).ToArray();
        var fingerprints = Fingerprints.Of([.. leaks.Select(l => l.Leak.Finding)], view.Context.Root);
        JsonOutput.Write(
            terminal,
            new JsonExploreReport(
                [.. leaks.Select((l, i) => findings.Convert(l.Leak.Finding, fingerprints[i]) with
                {
                    Schedule = Schedule(l.Leak, view.Paths),
                    Goroutines = Goroutines(l.Leak.Trace, view.Paths),
                })],
                view.Explorations.Select(e => e.Root.Package).Distinct().Count(), [], [], 0,
                [.. view.Explorations.Select(e => new JsonExploration(e.Root.Name, e.Root.Package, e.Result.States, e.Result.Steps,
                    e.Result.IsComplete, e.Result.Limits, e.Result.Panics, e.Result.Failures))]),
            JsonOutput.Default.JsonExploreReport);
    }

    /// <summary>A schedule, with what it takes to execute it again.</summary>
    public static ImmutableArray<JsonScheduleStep> Schedule(ExploredLeak leak, PathDisplay paths)
    {
        var steps = ImmutableArray.CreateBuilder<JsonScheduleStep>(leak.Leak.Schedule.Length);
        for (var i = 0; i < leak.Leak.Schedule.Length; i++)
        {
            var taken = leak.Leak.Schedule[i];
            // The trace knows the places in the program itself of what happens in the library.
            var shown = leak.Trace?.Steps[i];
            var (at, partnerAt) = (shown?.At ?? taken.At, shown is null ? taken.PartnerAt : shown.PartnerAt);
            var choice = taken.Choice;
            steps.Add(new JsonScheduleStep(taken.Goroutine, at.Function, shown?.What ?? taken.What, shown?.Name ?? "", paths.Show(at.File), at.Line,
                taken.Partner, partnerAt is null ? null : paths.Show(partnerAt.File), partnerAt?.Line, choice.Kind, choice.Option, choice.PartnerOption,
                [.. choice.Loops.Select(l => new JsonLoopRounds(l.Goroutine, l.Depth, l.Register, l.Rounds))]));
        }

        return steps.MoveToImmutable();
    }

    private static ImmutableArray<JsonGoroutine> Goroutines(Trace? trace, PathDisplay paths) => trace is null ? [] :
    [
        .. trace.Goroutines.Select(g => new JsonGoroutine(g.Number, g.Function, g.Creator, Name(g.Fate), g.WaitReason, g.Next,
            g.At is { } at ? paths.Show(at.File) : "", g.At?.Line ?? 0)),
    ];

    private static string Name(GoroutineFate fate) => fate switch
    {
        GoroutineFate.Ended => "ended",
        GoroutineFate.Stuck => "blocked",
        GoroutineFate.Waits => "waits",
        _ => "canGoOn",
    };
}
