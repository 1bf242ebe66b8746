using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>A goroutine that can block for ever.</summary>
/// <param name="WaitReason">What it waits for, as Go's profiles say it: <c>chan receive</c>, <c>sync.Mutex.Lock</c>, ...</param>
/// <param name="Stack">Where it stands, the innermost call first.</param>
/// <param name="CreatedBy">Where it was started; null for the goroutine that the exploration began with.</param>
/// <param name="Schedule">The steps that lead there from the beginning, as few as there are.</param>
public sealed record LeakedGoroutine(
    string WaitReason, ImmutableArray<StackFrame> Stack, StackFrame? CreatedBy, ImmutableArray<ScheduleStep> Schedule)
{
    /// <summary>
    /// The place that led to its start: <see cref="CreatedBy"/>, or the call of a function of the standard library that started
    /// it; null for the goroutine that the exploration began with.
    /// </summary>
    public StackFrame? StartedFor { get; init; }

    /// <summary>Its number in the schedule.</summary>
    public int Goroutine { get; init; }
}
