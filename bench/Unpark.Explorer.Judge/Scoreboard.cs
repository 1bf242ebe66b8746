using System.Globalization;
using System.Text;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Explorer.Judge;

/// <summary>Judgements in words.</summary>
public static class Scoreboard
{
    /// <summary>The scoreboard.</summary>
    /// <param name="judgement">What came out.</param>
    /// <param name="seed">The seed of the programs.</param>
    /// <param name="judge">How they were judged.</param>
    public static string Of(Judgement judgement, ulong seed, Judge judge)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        ArgumentNullException.ThrowIfNull(judge);
        var verdicts = judgement.Verdicts;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            programs {verdicts.Length}, seed {seed}, numbers {verdicts[0].Program.Number} to {verdicts[^1].Program.Number}
            runs of each with delays {judge.Processes * judge.Rounds}
            explored to the end {verdicts.Count(v => v.Result.IsComplete)}
            states {verdicts.Sum(v => v.Result.States)}, most {verdicts.Max(v => v.Result.States)}
            programs that can leak {verdicts.Count(v => v.Leaks.Length > 0)}
            leaks that are possible {verdicts.Sum(v => v.Leaks.Length)}
              seen in runs with delays {judgement.Seen.Length}
              schedules forced {judgement.Forced.Length}
                followed to the end {judgement.Forced.Count(f => f.Result.Length == 0)}
                with the leak {judgement.Replayed.Length}
              not seen in any run {judgement.NotReplayed.Length}
            leaks seen that are impossible {judgement.Impossible.Length}
            leaks seen in programs that were not explored to the end, and not found {judgement.Beyond.Length}

            """);
        foreach (var leak in judgement.Impossible)
        {
            text.Append(CultureInfo.InvariantCulture, $"impossible: {leak}\n");
        }

        foreach (var (leak, reason) in judgement.NotReplayed)
        {
            text.Append(CultureInfo.InvariantCulture, $"not seen: {leak}: {reason}\n");
        }

        foreach (var (leak, reason) in judgement.Forced.Where(f => f.Result.Length > 0 && !judgement.NotReplayed.Any(n => n.Leak == f.Leak)))
        {
            text.Append(CultureInfo.InvariantCulture, $"seen, though the schedule could not be followed: {leak}: {reason}\n");
        }

        foreach (var leak in judgement.Vain)
        {
            text.Append(CultureInfo.InvariantCulture, $"seen, though not when the schedule was followed: {leak}\n");
        }

        foreach (var verdict in verdicts.Where(v => !v.Result.IsComplete || v.Result.Panics.Length > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"not to the end: P{verdict.Program.Number}, {verdict.Result.States} states: ")
                .AppendJoin("; ", verdict.Result.Limits.Concat(verdict.Result.Panics)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes the committed one.</summary>
    public static void Update(string text) => File.WriteAllText(
        Path.Combine(GoToolchain.Repository, "docs", "conformance", "explorer-judge.txt"), $"""
        Generated concurrent programs: what the explorer says of them, and what Go does. Written by
        bench/Unpark.Explorer.Judge judge --force --update SEED FIRST COUNT with {File.ReadLines(Path.Combine(GoToolchain.Root, "VERSION")).First()}.
        A leak is a goroutine that Go's goroutineleak profile names: where it was started, where it is blocked, on what. Each program
        is run again and again with delays before its operations; the schedules that the explorer gives are forced by gates before
        and behind operations, which only delay.

        Some schedules cannot be followed though they are possible: Go goes to the keys of a small map in few of the orders that its
        specification allows; what a context's timer does once it has fired comes at once; and where rounds of a loop start
        goroutines, the schedule names those of the first round. Go's profile does not name a goroutine whose objects are
        reachable from a deferred call in a loop, or from a timer that was stopped and is not cleared away yet.

        {text}
        """);
}
