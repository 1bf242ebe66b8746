using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>Finds the steps of a function at which a lock is held that nothing deferred gives back.</summary>
internal static class HeldSteps
{
    /// <summary>The steps, and where the lock was taken.</summary>
    public static IEnumerable<(FlowNode Step, Node Site)> Of(FunctionLocks here, LockKey key,
        PathExploration<LockState> exploration)
    {
        var first = here.EventsOf(key).FirstOrDefault(e => e.Kind == LockEventKind.Acquire)?.Syntax;
        foreach (var block in here.Function.Graph.ReversePostOrder)
        {
            var entry = exploration.At(block);
            if (entry.Count == 0)
            {
                continue;
            }

            // Held on every path that comes here, or taken in the block itself.
            var site = entry.All(p => p.State is { Status: LockStatus.Held, DeferRelease: false, IsLent: false })
                ? first
                : null;
            foreach (var node in block.Nodes)
            {
                if (site != null && node.Kind is not (FlowNodeKind.RunDefers or FlowNodeKind.RangeNext or FlowNodeKind.Select))
                {
                    yield return (node, site);
                }

                foreach (var e in here.EventsAt(node))
                {
                    if (e.Key == key)
                    {
                        site = e.Kind == LockEventKind.Acquire ? e.Syntax : null;
                    }
                }
            }
        }
    }
}
