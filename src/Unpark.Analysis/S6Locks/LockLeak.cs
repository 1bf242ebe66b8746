using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>A place at which a lock is still held that should not be.</summary>
/// <param name="Kind">What happens there.</param>
/// <param name="Site">Where the lock was taken.</param>
/// <param name="Place">The statement that leaves; the function's body where it ends without a return.</param>
/// <param name="Facts">What is known there.</param>
internal sealed record LockLeak(LockLeakKind Kind, LockEvent Site, Node Place, PathFacts Facts)
{
    /// <summary>True if something that can give the lock back was made on the way, though it is not handed on here.</summary>
    public bool IsLent { get; init; }
}
