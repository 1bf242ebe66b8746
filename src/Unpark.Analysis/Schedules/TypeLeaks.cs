using System.Collections.Immutable;
using Unpark.Explorer;

namespace Unpark.Analysis.Schedules;

/// <summary>Explores uses of types, and keeps of what is found what no other use of the value could help.</summary>
public static class TypeLeaks
{
    /// <summary>The goroutines that can block for ever in a use of a type.</summary>
    /// <param name="explorer">An explorer of the package.</param>
    /// <param name="root">The use.</param>
    /// <param name="limits">How far it is explored.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static ImmutableArray<LeakedGoroutine> In(ProgramExplorer explorer, TypeRoot root, ExplorationOptions limits,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(explorer);
        ArgumentNullException.ThrowIfNull(root);
        var leaks = explorer.Explore(root.Root, limits, cancellation).Leaks;
        return root.IsClosed ? [.. leaks.Where(l => !IsNil(l.WaitReason))]
            : [.. leaks.Where(l => IsLock(l.WaitReason) && IsCycle(explorer.Replay(root.Root, [.. l.Schedule.Select(s => s.Choice)], limits, cancellation)))];
    }

    // It was not known how to make the value whole.
    private static bool IsNil(string reason) => reason.EndsWith("(nil chan)", StringComparison.Ordinal);

    private static bool IsLock(string reason) => reason is "sync.Mutex.Lock" or "sync.RWMutex.Lock" or "sync.RWMutex.RLock";

    // Who waits for a channel may be helped by another method, and a lock that a method returned with may be given back by one.
    private static bool IsCycle(Trace trace)
    {
        var stuck = trace.Goroutines.Where(g => g.Fate == GoroutineFate.Stuck).ToDictionary(g => g.Number);
        return stuck.Values.All(g => IsLock(g.WaitReason)
            && trace.Locks.All(l => l.To != null || !g.Objects.Contains(l.Object) || stuck.ContainsKey(l.Goroutine)));
    }
}
