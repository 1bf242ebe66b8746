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
}
