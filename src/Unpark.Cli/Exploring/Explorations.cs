using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Terminals;
using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>Explores functions, and executes schedules again.</summary>
internal sealed class Explorations(ExploreRequest request, ImmutableArray<Rule> rules, ProgressLine progress, CancellationToken cancellation)
{
    /// <summary>Explores functions, one after the other.</summary>
    public ImmutableArray<Exploration> Explore(ImmutableArray<NamedRoot> roots)
    {
        var done = ImmutableArray.CreateBuilder<Exploration>(roots.Length);
        foreach (var root in roots)
        {
            progress.Report($"exploring {root.Name}:", done.Count, roots.Length);
            var options = OptionsOf(root);
            var result = root.Explorer.Explore(root.Root, options, cancellation);
            done.Add(new Exploration(root, result, [.. result.Leaks.Select(l => Show(root, l, options))]));
        }

        return done.MoveToImmutable();
    }

    /// <summary>Executes the schedules of a file.</summary>
    /// <exception cref="CheckException">A schedule does not fit the code.</exception>
    public ImmutableArray<Exploration> Replay(JsonTraceFile file, string shown, ExploredProgram program)
    {
        var done = ImmutableArray.CreateBuilder<Exploration>();
        foreach (var trace in file.Traces)
        {
            var root = program.Root(file.Package, trace.Root, trace.Test);
            try
            {
                done.Add(Replay(root, trace));
            }
            catch (TraceMismatchException e)
            {
                var step = trace.Schedule[e.Step];
                var what = step.Name is { Length: > 0 } name ? $"{step.What} {name}" : step.What;
                throw new CheckException($"{shown} no longer fits the code of {trace.Root}: step {e.Step + 1} of {trace.Schedule.Length}, "
                    + $"goroutine {step.Goroutine}: {what} at {step.File}:{step.Line}: {e.Message}");
            }
        }

        return done.ToImmutable();
    }

    private Exploration Replay(NamedRoot root, JsonTrace file)
    {
        var options = OptionsOf(root);
        var choices = TraceFile.Choices(file);
        var trace = root.Explorer.Replay(root.Root, choices, options, cancellation);
        var schedule = trace.Steps.Select((s, i) => new ScheduleStep(s.Goroutine, s.What, s.At, s.Partner, s.PartnerAt, choices[i]));
        // One for each that is blocked: that is what the trace shows.
        var leaks = trace.Goroutines.Where(g => g.Fate == GoroutineFate.Stuck)
            .Select(g => new LeakedGoroutine(g.WaitReason, g.Stack, g.CreatedAt, [.. schedule]) { Goroutine = g.Number })
            .OrderBy(l => l.Goroutine == file.Goroutine ? 0 : 1).Take(1);
        return new Exploration(root, new ExplorationResult([], 0, trace.Steps.Length, false, [], trace.End is { } end ? [end] : []),
            [.. leaks.Select(l => new ExploredLeak(l, LeakFindings.Of(l, trace, root.Package, rules), trace))])
        {
            IsReplay = true,
            Replayed = trace,
        };
    }

    // A test or main is a program as a whole; of a function others may use what variables of packages lead to.
    private ExplorationOptions OptionsOf(NamedRoot root) =>
        request.Limits with { IsWholeProgram = root.Root.IsTest || root.Name == "main" };

    private ExploredLeak Show(NamedRoot root, LeakedGoroutine leak, ExplorationOptions options)
    {
        Trace? trace;
        try
        {
            trace = root.Explorer.Replay(root.Root, [.. leak.Schedule.Select(s => s.Choice)], options, cancellation);
        }
        catch (TraceMismatchException)
        {
            trace = null;
        }

        return new ExploredLeak(leak, LeakFindings.Of(leak, trace, root.Package, rules), trace);
    }
}
