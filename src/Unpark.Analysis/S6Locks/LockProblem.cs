using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Follows one lock along the paths of a function.</summary>
internal sealed class LockProblem : PathProblem<LockState>
{
    private readonly LockKey key;
    private readonly FunctionLocks locks;
    private readonly List<LockEvent> sites = [];
    private PathResolver? paths;
    private readonly Dictionary<LockEvent, HashSet<LockState>> taking = new(ReferenceEqualityComparer.Instance);
    private readonly List<(LockEvent Event, LockState State)> renewed = [];
    private readonly Dictionary<FlowNode, HashSet<LockState>> before = [];

    public LockProblem(LockKey key, FunctionLocks locks)
    {
        this.key = key;
        this.locks = locks;
    }

    /// <summary>A function whose calls are taken to do nothing to the lock, or null.</summary>
    public FlowFunction? Ignored { get; init; }

    /// <summary>True to keep the states before each step.</summary>
    public bool KeepsStates { get; init; }

    /// <inheritdoc/>
    public override LockState Initial => LockState.Start;

    /// <summary>The places where the lock is taken; <see cref="LockState.Site"/> counts them.</summary>
    public IReadOnlyList<LockEvent> Sites => sites;

    /// <summary>The states in which paths come to the places where the lock is taken.</summary>
    public IReadOnlyDictionary<LockEvent, HashSet<LockState>> Taking => taking;

    /// <summary>The places where the lock is still held when the variable it belongs to is declared anew.</summary>
    public IReadOnlyList<(LockEvent Event, LockState State)> Renewed => renewed;

    /// <summary>True if the lock is given back on a path on which the function did not take it.</summary>
    public bool ReleasesForCaller { get; private set; }

    /// <summary>The states in which paths come to a step; null if none does.</summary>
    public IReadOnlyCollection<LockState>? Before(FlowNode node) => before.GetValueOrDefault(node);

    /// <summary>The state behind an event whose outcome nothing else decides.</summary>
    public LockState Then(LockEvent e, LockState state) => e.Kind switch
    {
        LockEventKind.Acquire => state.Status switch
        {
            LockStatus.AsBefore => state.Becomes(LockStatus.Held, sites.IndexOf(e)),
            LockStatus.Released => state.Becomes(LockStatus.AsBefore),
            _ => state.Becomes(LockStatus.Elsewhere),
        },
        LockEventKind.Release => state.Status switch
        {
            LockStatus.Held => state.Becomes(LockStatus.AsBefore),
            LockStatus.AsBefore => state.Becomes(LockStatus.Released),
            _ => state.Becomes(LockStatus.Elsewhere),
        },
        LockEventKind.Renew => LockState.Start,
        LockEventKind.DeferAcquire or LockEventKind.DeferRelease or LockEventKind.Lend or LockEventKind.LendObject => state,
        LockEventKind.Reassign when state.Status == LockStatus.AsBefore => state,
        _ => state.Becomes(LockStatus.Elsewhere),
    };

    /// <inheritdoc/>
    public override LockState Apply(FlowNode node, LockState state, PathStepContext<LockState> context)
    {
        if (KeepsStates)
        {
            if (!before.TryGetValue(node, out var states))
            {
                states = [];
                before.Add(node, states);
            }

            states.Add(state);
        }

        if (node.Kind == FlowNodeKind.RunDefers)
        {
            return RunDefers(state);
        }

        foreach (var e in locks.EventsAt(node))
        {
            if (e.Key == key && (Ignored == null || !locks.IsCallOf(Ignored, e.Syntax)))
            {
                state = Apply(e, node, state, context);
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public override LockState? Take(FlowEdge edge, LockState state)
    {
        if (edge.Kind == FlowEdgeKind.True && edge.Syntax is CallExpr call && locks.TryAt(call) is { } attempt
            && attempt.Key == key && !attempt.TellsByError)
        {
            return Acquire(attempt, state);
        }

        // Where there is no lock, nothing is left locked.
        return IsAbsent(edge) ? null : state;
    }

    // if s.mu == nil
    private bool IsAbsent(FlowEdge edge)
    {
        if (edge.Kind is not (FlowEdgeKind.True or FlowEdgeKind.False) || edge.Syntax is not Expr condition
            || Callees.Unparen(condition) is not BinaryExpr { Op: TokenKind.Eql or TokenKind.Neq } question
            || !locks.Function.File.TypeOf(question.Y).IsNil)
        {
            return false;
        }

        return (edge.Kind == FlowEdgeKind.True) == (question.Op == TokenKind.Eql)
            && (paths ??= new PathResolver(locks.Function)).Of(question.X) is { } path && path.Equals(key.Path);
    }

    private static bool IsCondition(FlowNode node, LockEvent e) =>
        node.Kind == FlowNodeKind.Condition && Callees.Unparen((Expr)node.Syntax) == e.Syntax;

    private LockState Apply(LockEvent e, FlowNode node, LockState state, PathStepContext<LockState> context)
    {
        switch (e.Kind)
        {
            case LockEventKind.Acquire:
                return Acquire(e, state);
            case LockEventKind.TryAcquire when e.TellsByError:
                return AcquireUnlessError(e, node, state, context);
            case LockEventKind.TryAcquire when IsCondition(node, e):
                return state;
            case LockEventKind.TryAcquire:
                return TryAcquire(e, node, state, context);
            case LockEventKind.Release:
                return Release(state);
            case LockEventKind.DeferAcquire:
                return state with { DeferAcquire = true };
            case LockEventKind.DeferRelease:
                return state with { DeferRelease = true };
            case LockEventKind.Lend or LockEventKind.LendObject:
                return state with { IsLent = true };
            case LockEventKind.HandOff or LockEventKind.Unclear:
                return state.Becomes(LockStatus.Elsewhere);
            case LockEventKind.Renew:
                if (state.Status == LockStatus.Held && !state.DeferRelease && !state.IsLent)
                {
                    renewed.Add((e, state));
                }

                return LockState.Start with { DeferRelease = state.DeferRelease, DeferAcquire = state.DeferAcquire };
            case LockEventKind.Reassign:
                return state.Status == LockStatus.AsBefore ? state : state.Becomes(LockStatus.Elsewhere);
            default:
                return state;
        }
    }

    private LockState Acquire(LockEvent e, LockState state)
    {
        var site = sites.IndexOf(e);
        if (site < 0)
        {
            site = sites.Count;
            sites.Add(e);
        }

        if (!taking.TryGetValue(e, out var states))
        {
            states = [];
            taking.Add(e, states);
        }

        states.Add(state);
        return state.Status switch
        {
            LockStatus.AsBefore => state.Becomes(LockStatus.Held, site),
            LockStatus.Released => state.Becomes(LockStatus.AsBefore),
            // Taken twice: one path of it is reported from the states kept above, the others say nothing more.
            _ => state.Becomes(LockStatus.Elsewhere),
        };
    }

    private LockState Release(LockState state)
    {
        switch (state.Status)
        {
            case LockStatus.Held:
                return state.Becomes(LockStatus.AsBefore);
            case LockStatus.AsBefore:
                ReleasesForCaller = true;
                return state.Becomes(LockStatus.Released);
            default:
                return state.Becomes(LockStatus.Elsewhere);
        }
    }

    private LockState TryAcquire(LockEvent e, FlowNode node, LockState state, PathStepContext<LockState> context)
    {
        if (node.Syntax is AssignStmt { Lhs: [Ident result], Rhs: [var value] } && Callees.Unparen(value) == e.Syntax
            && locks.Function.File.ObjectOf(result) is Var variable
            && context.Conditions.ConditionThat(variable) is { } taken)
        {
            context.Fork(state, context.Facts.With(taken.Number, false));
            context.Facts = context.Facts.With(taken.Number, true);
            return Acquire(e, state);
        }

        return state.Becomes(LockStatus.Elsewhere);
    }

    // if err := slots.Acquire(ctx, 1); err != nil
    private LockState AcquireUnlessError(LockEvent e, FlowNode node, LockState state, PathStepContext<LockState> context)
    {
        if (node.Syntax is AssignStmt { Lhs: [.., Ident result], Rhs: [var value] } && Callees.Unparen(value) == e.Syntax
            && locks.Function.File.ObjectOf(result) is Var variable
            && context.Conditions.ConditionThatNil(variable) is { } succeeds)
        {
            context.Fork(state, context.Facts.With(succeeds.Number, false));
            context.Facts = context.Facts.With(succeeds.Number, true);
            return Acquire(e, state);
        }

        return state.Becomes(LockStatus.Elsewhere);
    }

    private LockState RunDefers(LockState state)
    {
        if (state is { DeferRelease: true, DeferAcquire: true })
        {
            return state.Becomes(LockStatus.Elsewhere);
        }

        if (state.DeferRelease)
        {
            return Release(state);
        }

        return state.DeferAcquire && state.Status == LockStatus.Released ? state.Becomes(LockStatus.AsBefore) : state;
    }
}
