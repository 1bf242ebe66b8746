using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>Which of the steps that were possible was taken: enough to take it again in the same state.</summary>
/// <param name="Goroutine">The number of the goroutine, from 0 in the order in which they are started.</param>
/// <param name="Kind">The kind of its operation.</param>
/// <param name="Option">Which of several ways: the case of a select, the goroutine that is woken, the outcome of a condition.</param>
/// <param name="Partner">The number of the goroutine that sends what this one receives; -1 if there is none.</param>
/// <param name="PartnerOption">The case of the partner's select.</param>
public sealed record ScheduleChoice(int Goroutine, string Kind, int Option = 0, int Partner = -1, int PartnerOption = 0)
{
    /// <summary>The loops that are gone round after the step, instead of taking the steps of each round again.</summary>
    public ImmutableArray<LoopRounds> Loops { get; init; } = [];
}
