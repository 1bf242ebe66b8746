using System.Collections.Immutable;

namespace Unpark.Analysis.S6Locks;

/// <summary>What calling a function does to locks; those it leaves as they were are not listed.</summary>
/// <param name="Effects">
/// The locks by paths that begin with a parameter, the receiver, a variable of the package or a captured one.
/// </param>
internal sealed record LockSummary(ImmutableArray<(LockKey Key, LockEffect Effect, bool IsStandard)> Effects)
{
    /// <summary>The summary of a function that does nothing to any lock.</summary>
    public static LockSummary Nothing { get; } = new([]);

    /// <summary>The results that are functions which give back a lock that is taken, and the lock.</summary>
    public ImmutableArray<(int Result, LockKey Key, bool IsStandard)> Handles { get; init; } = [];
}
