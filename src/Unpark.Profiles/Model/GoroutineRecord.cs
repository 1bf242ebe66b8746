using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>Goroutines that a profile shows with the same stack, state and labels.</summary>
/// <param name="Count">How many they are; negative only in differences that Go has made itself (<c>?seconds=N</c>).</param>
/// <param name="State">What they are doing.</param>
/// <param name="Stack">Where they are.</param>
/// <param name="Labels">Their profiler labels, in the order of the profile.</param>
/// <param name="Waited">How long they have waited.</param>
/// <param name="Ids">The numbers of some of them, the first of the profile; empty in forms without numbers.</param>
public sealed record GoroutineRecord(long Count, GoroutineState State, CallStack Stack, ImmutableArray<Label> Labels,
    WaitTimes Waited, ImmutableArray<long> Ids)
{
    /// <summary>How many numbers are kept in <see cref="Ids"/> at most.</summary>
    public const int MaxIds = 8;
}
