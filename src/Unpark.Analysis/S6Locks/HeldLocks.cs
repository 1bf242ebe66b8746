using Unpark.Flow;

namespace Unpark.Analysis.S6Locks;

/// <summary>Tells which locks a function holds at its acts.</summary>
internal static class HeldLocks
{
    /// <summary>
    /// Where the lock was taken that is held at an act on some path; null if it is held on none.
    /// </summary>
    public static LockEvent? SiteAt(FunctionLocks locks, LockKey key, LockAct act)
    {
        foreach (var state in locks.StatesAt(key, act))
        {
            if (state.Status == LockStatus.Held && state.Site >= 0)
            {
                return locks.Follow(key).Problem.Sites[state.Site];
            }
        }

        return null;
    }

    /// <summary>The locks that a function takes itself.</summary>
    public static IEnumerable<LockKey> Taken(FunctionLocks locks) => locks.Keys.Where(key =>
        locks.EventsOf(key).Any(e => e.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire));

    /// <summary>True if a function of the chain gives back a lock of its caller's before it goes on.</summary>
    public static bool IsGivenBack(PackageContext package, LockKey key, ActChain chain)
    {
        var callers = new Stack<(FlowFunction Caller, BoundFunction Callee)>();
        for (var at = chain; at.Next != null; at = at.Next)
        {
            callers.Push((at.Function, at.Act.Callee!));
            var below = at.Next;
            if (!package.Locks.Touches(below.Function))
            {
                continue;
            }

            var locks = package.Locks.Of(below.Function);
            foreach (var own in locks.Keys)
            {
                // A lock that the caller has no name for, or another one, may be the same.
                if (own.IsRead == key.IsRead && (PackageActs.Known(callers, own.Path) is not { } known
                        || known.Root != key.Path.Root ? PackageLocks.AreAlike(own, key) : known.Equals(key.Path))
                    && locks.StatesAt(own, below.Act).All(s => s.Status != LockStatus.AsBefore))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
