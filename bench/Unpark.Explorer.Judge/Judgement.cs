using System.Collections.Immutable;

namespace Unpark.Explorer.Judge;

/// <summary>What came of comparing the explorer with Go.</summary>
/// <param name="Verdicts">What the explorer says.</param>
/// <param name="Impossible">Leaks that Go has seen and the explorer, complete, calls impossible.</param>
/// <param name="Seen">Leaks that both know of, seen in runs with delays.</param>
/// <param name="Replayed">Leaks that Go has seen when the schedule was forced.</param>
/// <param name="NotReplayed">Leaks that Go has not seen, with the reason.</param>
/// <param name="Beyond">Leaks that Go has seen in programs that were not explored to the end, and that were not found.</param>
public sealed record Judgement(
    ImmutableArray<Verdict> Verdicts, ImmutableArray<Leak> Impossible, ImmutableArray<Leak> Seen, ImmutableArray<Leak> Replayed,
    ImmutableArray<(Leak Leak, string Reason)> NotReplayed, ImmutableArray<Leak> Beyond)
{
    /// <summary>The schedules that were followed to their end without the leak they lead to, which was seen in other runs.</summary>
    public IEnumerable<Leak> Vain => Forced.Where(f => f.Result.Length == 0 && !Replayed.Contains(f.Leak)).Select(f => f.Leak);

    /// <summary>How the schedules went that were forced: empty, or why one could not be followed.</summary>
    public ImmutableArray<(Leak Leak, string Result)> Forced { get; init; } = [];
}
