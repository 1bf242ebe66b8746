using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Unpark.Explorer.Judge;

/// <summary>Compares what the explorer says of programs with what Go does.</summary>
public sealed class Judge
{
    /// <summary>How often each program is run in a process.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>In how many processes.</summary>
    public int Processes { get; init; } = 10;

    /// <summary>How far programs are explored.</summary>
    public ExplorationOptions Options { get; init; } = new() { MaxStates = 50_000 };

    /// <summary>True to force the schedules of all leaks, of those too that were seen without.</summary>
    public bool ForcesAll { get; init; }

    /// <summary>Told what is done.</summary>
    public Action<string> Progress { get; init; } = _ => { };

    /// <summary>Compares.</summary>
    public Judgement Of(IReadOnlyList<GeneratedProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        var verdicts = Explorations.Of(programs, Options);
        Progress($"explored {verdicts.Length} programs");
        var real = Perturbed(programs);
        var possible = verdicts.SelectMany(v => v.Leaks).ToArray();
        Progress($"{real.Count} leaks in runs, {possible.Length} possible");
        var unseen = possible.Where(p => ForcesAll || !real.Any(r => r.Is(p.Leak))).ToArray();
        var (forced, blocked, results) = Forced(verdicts, unseen.Select(u => (u.Leak.Program, u.Found)).ToArray());
        Progress($"{unseen.Length} schedules forced");
        var byProgram = possible.ToLookup(p => p.Leak.Program, p => p.Leak);
        var complete = verdicts.ToDictionary(v => v.Program.Number, v => v.Result.IsComplete);
        var strange = real.Concat(forced).Distinct().Where(r => !byProgram[r.Program].Any(r.Is)).ToArray();
        return new Judgement(verdicts,
            [.. strange.Where(s => complete[s.Program])],
            [.. possible.Select(p => p.Leak).Where(p => real.Any(p.Is))],
            [.. unseen.Select(u => u.Leak).Where(u => forced.Any(u.Is))],
            [.. unseen.Select((u, i) => (u.Leak, Reason(results[i], blocked.Any(u.Leak.Is)))).Where(u => !forced.Any(u.Leak.Is) && !real.Any(u.Leak.Is))],
            [.. strange.Where(s => !complete[s.Program])])
        {
            Forced = [.. unseen.Select((u, i) => (u.Leak, results[i]))],
        };
    }

    private HashSet<Leak> Perturbed(IReadOnlyList<GeneratedProgram> programs)
    {
        using var noisy = new GoPrograms(programs, WriterMode.Noisy);
        var seen = new HashSet<Leak>();
        for (var i = 0; i < Processes; i++)
        {
            seen.UnionWith(noisy.Run([Rounds.ToString(CultureInfo.InvariantCulture), (i * Rounds).ToString(CultureInfo.InvariantCulture)], "", out _));
        }

        return seen;
    }

    private static (IReadOnlyCollection<Leak> Leaks, IReadOnlyCollection<Leak> Blocked, string[] Results) Forced(
        ImmutableArray<Verdict> verdicts, (int Program, LeakedGoroutine Leak)[] wanted)
    {
        if (wanted.Length == 0)
        {
            return ([], [], []);
        }

        var numbers = wanted.Select(w => w.Program).ToHashSet();
        using var gated = new GoPrograms(verdicts.Select(v => v.Program).Where(p => numbers.Contains(p.Number)), WriterMode.Gated);
        var input = new StringBuilder();
        foreach (var (program, leak) in wanted)
        {
            input.Append(CultureInfo.InvariantCulture, $"replay {program}\n");
            var lines = ProgramWriter.Write(verdicts.First(v => v.Program.Number == program).Program, WriterMode.Plain).Split('\n');
            foreach (var step in Schedules.Whole(leak.Schedule).Where(s => HasGate(s, lines)))
            {
                input.Append(CultureInfo.InvariantCulture, $"{step.Goroutine} {LineOf(step.At)} {OptionOf(step.What)} {step.Partner ?? -1} ")
                    .Append(CultureInfo.InvariantCulture, $"{(step.PartnerAt is { } at ? LineOf(at) : 0)} {step.What}\n");
            }
        }

        var leaks = gated.Run([], input.ToString(), out var output, out var blocked);
        var results = output.Split('\n').Where(l => l.StartsWith("result ", StringComparison.Ordinal)).Select(Result).ToArray();
        return (leaks, blocked, results);
    }

    // What only others are let run by has none, nor the order in which a context ends its children.
    private static bool HasGate(ScheduleStep step, string[] lines) => step.What != "let others run"
        && (!step.What.StartsWith("range: ", StringComparison.Ordinal) || lines[Math.Max(0, LineOf(step.At) - 1)].Contains(" range map[", StringComparison.Ordinal));

    private static int LineOf(StackFrame frame) => GoPrograms.LineIn(frame.File, frame.Line, out _);

    private static int OptionOf(string what) => what.StartsWith("range: key ", StringComparison.Ordinal)
        ? int.Parse(what.Split(' ')[2], CultureInfo.InvariantCulture)
        : !what.StartsWith("select", StringComparison.Ordinal) ? -1
        : what == "select: default" ? 0
        : int.Parse(what[(what.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);

    // What is kept on Go's heap for a deferred call in a loop can be reached from the runtime's list of goroutines: Go's profile
    // takes what it leads to for alive.
    private static string Reason(string result, bool isBlocked) => result.Length > 0 ? result
        : isBlocked ? "the schedule was followed and the goroutine is blocked, but Go's profile does not name it"
        : "the schedule was followed, and the goroutine did not leak";

    private static string Result(string line)
    {
        var parts = line.Split(' ', 3);
        return parts.Length < 3 ? "" : parts[2];
    }
}
