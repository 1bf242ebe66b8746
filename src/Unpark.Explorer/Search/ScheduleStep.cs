using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>A step of a schedule.</summary>
/// <param name="Goroutine">The number of the goroutine, 0 for the first one, in the order in which they are started.</param>
/// <param name="What">What it does: <c>receive</c>, <c>lock</c>, <c>select: case 2</c>, ...</param>
/// <param name="At">Where: the call, if it is done within a model of a package.</param>
/// <param name="Partner">The number of the goroutine that sends what this one receives; null if there is none.</param>
/// <param name="PartnerAt">Where that one stands.</param>
/// <param name="Choice">What it takes to take the step again.</param>
public sealed record ScheduleStep(int Goroutine, string What, StackFrame At, int? Partner, StackFrame? PartnerAt, ScheduleChoice Choice)
{
    /// <summary>The steps that are done again behind this one, where a loop's further rounds are like the last one.</summary>
    public ImmutableArray<RepeatedSteps> Again { get; init; } = [];
}
