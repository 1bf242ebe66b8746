using System.Collections.Immutable;
using Unpark.Explorer;

namespace Unpark.Analysis.Schedules;

/// <summary>Explores uses of types, and keeps of what is found what no other use of the value could help.</summary>
internal static class TypeLeaks
{
    // With more conditions of which nothing is known it gets likely that they depend on one another.
    private const int MaxAssumptions = 2;

    /// <summary>The goroutines that can block for ever in a use of a type, those with the shortest schedules first.</summary>
    /// <param name="explorer">An explorer of the package.</param>
    /// <param name="root">The use.</param>
    /// <param name="limits">How far it is explored.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static ImmutableArray<TypeLeak> In(ProgramExplorer explorer, TypeRoot root, ExplorationOptions limits,
        CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<TypeLeak>();
        foreach (var leak in explorer.Explore(root.Root, limits, cancellation).Leaks)
        {
            if (!IsNil(leak.WaitReason) && (root.IsClosed || IsLock(leak.WaitReason))
                && leak.Schedule.Count(s => s.Choice.IsAssumption) <= MaxAssumptions)
            {
                var trace = explorer.Replay(root.Root, [.. leak.Schedule.Select(s => s.Choice)], limits, cancellation);
                if (root.IsClosed || IsCycle(trace))
                {
                    found.Add(new TypeLeak(leak, trace));
                }
            }
        }

        return found.ToImmutable();
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
