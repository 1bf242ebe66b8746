using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>Something that happens to a lock at a step of a function.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Key">The lock.</param>
/// <param name="Syntax">Where.</param>
/// <param name="IsStandard">True if the lock is one of package sync.</param>
internal sealed record LockEvent(LockEventKind Kind, LockKey Key, Node Syntax, bool IsStandard)
{
    /// <summary>True of an attempt that tells by a nil error, not by true, that it took the lock.</summary>
    public bool TellsByError { get; init; }
}
