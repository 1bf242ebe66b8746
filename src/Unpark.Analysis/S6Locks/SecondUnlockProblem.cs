using Unpark.Flow;

namespace Unpark.Analysis.S6Locks;

/// <summary>Looks for paths on which a function gives a lock back twice that it took once.</summary>
internal sealed class SecondUnlockProblem : PathProblem<SecondUnlockState>
{
    private readonly LockKey key;
    private readonly FunctionLocks locks;
    private readonly List<LockEvent> events = [];
    private readonly Dictionary<LockEvent, LockEvent> found = new(ReferenceEqualityComparer.Instance);

    public SecondUnlockProblem(LockKey key, FunctionLocks locks)
    {
        this.key = key;
        this.locks = locks;
    }

    /// <summary>The second unlocks, each with a first one.</summary>
    public IReadOnlyDictionary<LockEvent, LockEvent> Found => found;

    /// <inheritdoc/>
    public override SecondUnlockState Initial => new(false, -1, -1);

    /// <inheritdoc/>
    public override SecondUnlockState Apply(FlowNode node, SecondUnlockState state, PathStepContext<SecondUnlockState> context)
    {
        if (node.Kind == FlowNodeKind.RunDefers)
        {
            return state.Deferred >= 0 ? Release(events[state.Deferred], state) with { Deferred = -1 } : state;
        }

        foreach (var e in locks.EventsAt(node))
        {
            if (e.Key == key)
            {
                state = e.Kind switch
                {
                    LockEventKind.Acquire => state with { IsHeld = true, Freed = -1 },
                    LockEventKind.Release => Release(e, state),
                    LockEventKind.DeferRelease => state with { Deferred = Index(e) },
                    _ => state,
                };
            }
        }

        return state;
    }

    private SecondUnlockState Release(LockEvent e, SecondUnlockState state)
    {
        if (!state.IsHeld && state.Freed >= 0)
        {
            found.TryAdd(e, events[state.Freed]);
        }

        return state.IsHeld ? state with { IsHeld = false, Freed = Index(e) } : state with { Freed = -1 };
    }

    private short Index(LockEvent e)
    {
        var index = events.IndexOf(e);
        if (index < 0)
        {
            index = events.Count;
            events.Add(e);
        }

        return (short)index;
    }
}
