using System.Collections.Immutable;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>What happens to locks in one function.</summary>
internal sealed class FunctionLocks
{
    private readonly PackageLocks locks;
    private readonly Dictionary<FlowNode, List<LockEvent>> events = [];
    private readonly Dictionary<Node, LockEvent> attempts = new(ReferenceEqualityComparer.Instance);
    private readonly List<LockKey> keys = [];
    private readonly List<LockKey> lockKeys = [];
    private readonly Dictionary<LockKey, (PathExploration<LockState> Exploration, LockProblem Problem)> followed = [];
    private ConditionTable? conditions;

    public FunctionLocks(PackageLocks locks, FlowFunction function)
    {
        this.locks = locks;
        Function = function;
        Collect();
    }

    /// <summary>The function.</summary>
    public FlowFunction Function { get; }

    /// <summary>The locks that something happens to, in source order.</summary>
    public IReadOnlyList<LockKey> Keys => lockKeys;

    /// <summary>The locks and semaphores that something happens to, in source order.</summary>
    public IReadOnlyList<LockKey> AllKeys => keys;

    /// <summary>The conditions of the function.</summary>
    public ConditionTable Conditions => conditions ??= new ConditionTable(Function);

    /// <summary>What a step does to locks, in the order of evaluation.</summary>
    public IReadOnlyList<LockEvent> EventsAt(FlowNode node) => events.TryGetValue(node, out var found) ? found : [];

    /// <summary>The attempt to take a lock that a call is, or null.</summary>
    public LockEvent? TryAt(CallExpr call) => attempts.GetValueOrDefault(call);

    /// <summary>All that happens to a lock, in the order of the blocks.</summary>
    public IEnumerable<LockEvent> EventsOf(LockKey key)
    {
        foreach (var block in Function.Graph.ReversePostOrder)
        {
            foreach (var node in block.Nodes)
            {
                foreach (var e in EventsAt(node))
                {
                    if (e.Key == key)
                    {
                        yield return e;
                    }
                }
            }
        }
    }

    /// <summary>Follows a lock along the paths of the function.</summary>
    public PathExploration<LockState> Explore(LockKey key, bool keepWeak, out LockProblem problem)
    {
        problem = new LockProblem(key, this);
        return PathExplorer.Explore(Function.Graph, Conditions, problem, keepWeak);
    }

    /// <summary>
    /// Follows a lock along the paths of the function once, with the states before each step; calls are taken to leave
    /// alone what is asked before and after them.
    /// </summary>
    public (PathExploration<LockState> Exploration, LockProblem Problem) Follow(LockKey key)
    {
        if (!followed.TryGetValue(key, out var found))
        {
            var problem = new LockProblem(key, this) { KeepsStates = true };
            found = (PathExplorer.Explore(Function.Graph, Conditions, problem, true), problem);
            followed.Add(key, found);
        }

        return found;
    }

    /// <summary>The states of a lock in which paths come to an act of the function.</summary>
    public IReadOnlyCollection<LockState> StatesAt(LockKey key, LockAct act)
    {
        var (exploration, problem) = Follow(key);
        if (!exploration.IsComplete || problem.Before(act.Node) is not { } before)
        {
            return [];
        }

        if (act.IsDeferred)
        {
            return [.. before.Select(s => AtTheEnd(key, s)).Distinct()];
        }

        var states = new HashSet<LockState>();
        foreach (var state in before)
        {
            var at = state;
            foreach (var e in EventsAt(act.Node))
            {
                if (e.Key == key && e.Syntax != act.Syntax && e.Syntax.End <= act.Syntax.End)
                {
                    at = problem.Then(e, at);
                }
            }

            states.Add(at);
        }

        return states;
    }

    // A call that is deferred behind the deferred unlock runs before it.
    private LockState AtTheEnd(LockKey key, LockState state)
    {
        if (state.Status != LockStatus.Held)
        {
            return state.Status == LockStatus.AsBefore ? state : state.Becomes(LockStatus.Elsewhere);
        }

        return state.DeferRelease && EventsOf(key).All(e => e.Kind != LockEventKind.Release)
            ? state
            : state.Becomes(LockStatus.Elsewhere);
    }

    /// <summary>What calling the function does to the locks that its caller can know.</summary>
    public LockSummary Summarize()
    {
        var effects = ImmutableArray.CreateBuilder<(LockKey, LockEffect, bool)>();
        foreach (var key in keys)
        {
            if (IsOwn(key))
            {
                continue;
            }

            var effect = EffectOn(key);
            if (effect != LockEffect.None)
            {
                effects.Add((key, effect, EventsOf(key).All(e => e.IsStandard)));
            }
        }

        if (effects.Count == 0)
        {
            return LockSummary.Nothing;
        }

        var handles = UnlockHandles.Of(locks, this, effects);
        for (var i = 0; i < effects.Count; i++)
        {
            // The caller gets something that gives the lock back, by a way that is not followed.
            var (key, effect, isStandard) = effects[i];
            if (effect is not (LockEffect.Releases or LockEffect.Unclear) && handles.All(h => h.Key != key)
                && Explore(key, true, out _).Exits.Any(e => e.State is { Status: LockStatus.Held, IsLent: true }))
            {
                effects[i] = (key, LockEffect.Unclear, isStandard);
            }
        }

        return new LockSummary(effects.ToImmutable()) { Handles = handles };
    }

    /// <summary>True if a result of a call gives back the lock that the call takes, and can be followed.</summary>
    public bool HasHandle(Node call, LockKey key) => call is CallExpr taking && new UnlockHandles(locks, Function).Of(taking)
        .Any(h => h.Key == key);

    /// <summary>
    /// True if a lock that is the same field or variable is given back here by other code than took it: for the caller,
    /// by a function literal or method value that is handed on, by a goroutine; or if a helper takes it.
    /// </summary>
    public bool ReleasesApart(LockKey wanted) => GivesBack(wanted) || keys.Exists(key => PackageLocks.AreAlike(key, wanted)
        && EventsOf(key).Any(IsRelease)
        && EventsOf(key).Any(e => e is { Kind: LockEventKind.Acquire, Syntax: CallExpr call }
            && Callees.NameOf(call) is not { Name: "Lock" or "RLock" }));

    /// <summary>
    /// True if a lock that is the same field or variable is given back here though nothing here took it, or if something
    /// is handed on that gives it back.
    /// </summary>
    public bool GivesBack(LockKey wanted)
    {
        foreach (var key in keys)
        {
            if (!PackageLocks.AreAlike(key, wanted))
            {
                continue;
            }

            if (EventsOf(key).Any(e => e.Kind is LockEventKind.Lend or LockEventKind.HandOff))
            {
                return true;
            }

            // A literal that its function calls or defers is part of that function, and was looked at there.
            if (Function.Outer == null && ReleasesUntaken(key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a lock that is the same field or variable is given back on a path that did not take it.</summary>
    public bool ReleasesUntaken(LockKey wanted)
    {
        foreach (var key in keys)
        {
            if (PackageLocks.AreAlike(key, wanted) && EventsOf(key).Any(IsRelease))
            {
                Explore(key, true, out var problem);
                if (problem.ReleasesForCaller)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True if the function always returns with a lock given back that its caller had taken.</summary>
    public bool IsReleasedForCaller(LockKey key) => !IsOwn(key) && EffectOn(key) == LockEffect.Releases;

    /// <summary>True if a lock that is the same field or variable is taken here.</summary>
    public bool Takes(LockKey wanted) => keys.Exists(key => PackageLocks.AreAlike(key, wanted)
        && EventsOf(key).Any(e => e.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire));

    /// <summary>
    /// True if a lock that is the same field or variable is given back here without being taken here, if calls of another
    /// function are left out of account: that function, then, may be meant to return with it.
    /// </summary>
    public bool ReleasesAfter(FlowFunction callee, LockKey wanted)
    {
        foreach (var key in keys)
        {
            if (!PackageLocks.AreAlike(key, wanted))
            {
                continue;
            }

            var others = EventsOf(key).Where(e => !IsCallOf(callee, e.Syntax)).ToList();
            if (others.Exists(IsRelease) && !others.Exists(e => e.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire))
            {
                return true;
            }

            var problem = new LockProblem(key, this) { Ignored = callee };
            PathExplorer.Explore(Function.Graph, Conditions, problem, true);
            if (problem.ReleasesForCaller || others.Exists(e => e.Kind is LockEventKind.Lend or LockEventKind.HandOff))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a node calls a function, or starts or defers a call of it.</summary>
    public bool IsCallOf(FlowFunction callee, Node syntax)
    {
        var call = syntax switch
        {
            CallExpr direct => direct,
            GoStmt go => go.Call,
            DeferStmt defer => defer.Call,
            _ => null,
        };
        return call != null && Callees.FunctionOf(Function.File, call) is { } named
            && Function.Package.FunctionOf(named) == callee;
    }

    /// <summary>True if the path begins with a variable that the function, or a literal in it, declares.</summary>
    public bool IsOwn(LockKey key)
    {
        if (key.Path.IsGlobal || key.Path.Root.Kind is VarKind.Receiver or VarKind.Parameter)
        {
            return Function.Locals.Of(key.Path.Root)?.Function is { } of && of != Function && Function.Encloses(of);
        }

        return Function.Locals.Of(key.Path.Root)?.Function is { } declaring && Function.Encloses(declaring);
    }

    private static bool IsRelease(LockEvent e) => e.Kind is LockEventKind.Release or LockEventKind.DeferRelease;

    private LockEffect EffectOn(LockKey key)
    {
        var exploration = Explore(key, true, out _);
        var effect = (LockEffect?)null;
        var isMixed = false;
        foreach (var (_, edge, state, _) in exploration.Exits)
        {
            if (edge.Kind != FlowEdgeKind.Return)
            {
                continue;
            }

            var here = state.Status switch
            {
                LockStatus.AsBefore => LockEffect.None,
                LockStatus.Held => LockEffect.Acquires,
                LockStatus.Released => LockEffect.Releases,
                _ => LockEffect.Unclear,
            };
            isMixed |= effect != null && effect != here;
            effect = here;
        }

        if (!exploration.IsComplete)
        {
            return LockEffect.Unclear;
        }

        return isMixed || effect == LockEffect.Unclear ? ConditionalEffect(exploration, key) : effect ?? LockEffect.None;
    }

    // The result tells whether the lock is taken.
    private LockEffect ConditionalEffect(PathExploration<LockState> exploration, LockKey key)
    {
        if (!ReturnOutcome.IsError(Function) && !ReturnOutcome.IsBool(Function))
        {
            return LockEffect.Unclear;
        }

        foreach (var (_, edge, state, facts) in exploration.Exits)
        {
            // return s.slots.Acquire(ctx, 1)
            if (edge.Syntax is ReturnStmt { Results: [.., var last] } && Callees.Unparen(last) is CallExpr call && TryAt(call)?.Key == key)
            {
                continue;
            }

            if (edge.Kind == FlowEdgeKind.Return && (state.Status is not (LockStatus.Held or LockStatus.AsBefore)
                || edge.Syntax is not ReturnStmt statement
                || ReturnOutcome.Of(Function, Conditions, statement, facts) != (state.Status == LockStatus.Held)))
            {
                return LockEffect.Unclear;
            }
        }

        return ReturnOutcome.IsError(Function) ? LockEffect.AcquiresUnlessError : LockEffect.AcquiresIfTrue;
    }

    private void Collect()
    {
        var found = new List<LockEvent>();
        var collector = new LockEventCollector(locks, Function, found);
        var stored = new List<(FlowNode Node, int Index, AccessPath Path, LockEventKind Kind, Node Syntax)>();
        var unresolved = new List<(FlowNode Node, int Index, Var Field, bool IsRead, Node Syntax)>();
        foreach (var block in Function.Graph.ReversePostOrder)
        {
            foreach (var node in block.Nodes)
            {
                found.Clear();
                collector.Collect(node);
                if (found.Count > 0)
                {
                    events.Add(node, [.. found]);
                    foreach (var e in found)
                    {
                        if (!keys.Contains(e.Key))
                        {
                            keys.Add(e.Key);
                            if (!e.Key.IsCounted)
                            {
                                lockKeys.Add(e.Key);
                            }
                        }

                        if (e.Kind == LockEventKind.TryAcquire)
                        {
                            attempts.TryAdd(e.Syntax, e);
                        }
                    }
                }

                foreach (var (index, path, kind, syntax) in collector.Stored)
                {
                    stored.Add((node, index, path, kind, syntax));
                }

                foreach (var (index, field, isRead, syntax) in collector.Unresolved)
                {
                    unresolved.Add((node, index, field, isRead, syntax));
                }
            }
        }

        if (keys.Count == 0)
        {
            return;
        }

        for (var i = stored.Count - 1; i >= 0; i--)
        {
            var (node, index, path, kind, syntax) = stored[i];
            foreach (var key in keys)
            {
                if (path.IsPrefixOf(key.Path))
                {
                    Insert(node, index, new LockEvent(kind, key, syntax, true));
                }
            }
        }

        foreach (var (node, index, field, isRead, syntax) in unresolved)
        {
            foreach (var key in keys)
            {
                if (key.IsRead == isRead && key.Path.Steps.Any(s => ReferenceEquals(s.Key, field)))
                {
                    Insert(node, index, new LockEvent(LockEventKind.Unclear, key, syntax, true));
                }
            }
        }

        ReleasesUnderOtherNames();
        Assignments();
    }

    private void Insert(FlowNode node, int index, LockEvent e)
    {
        if (!events.TryGetValue(node, out var list))
        {
            list = [];
            events.Add(node, list);
        }

        list.Insert(Math.Min(index, list.Count), e);
    }

    // A lock that is given back but never taken here may be one that is taken under another name: an alias that is
    // assigned twice, the L of a Cond.
    private void ReleasesUnderOtherNames()
    {
        foreach (var released in keys)
        {
            var all = EventsOf(released).ToList();
            if (all.Exists(e => e.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire)
                || !all.Exists(e => e.Kind is LockEventKind.Release or LockEventKind.DeferRelease))
            {
                continue;
            }

            var isCond = released.Path.LastField is { Name: "L", Package.Path: "sync" };
            foreach (var key in keys)
            {
                if (key != released && (isCond || PackageLocks.AreAlike(key, released)))
                {
                    foreach (var list in events.Values)
                    {
                        for (var i = list.Count - 1; i >= 0; i--)
                        {
                            if (list[i].Key == released && list[i].Kind is LockEventKind.Release or LockEventKind.DeferRelease)
                            {
                                list.Insert(i, new LockEvent(LockEventKind.HandOff, key, list[i].Syntax, true));
                            }
                        }
                    }
                }
            }
        }
    }

    private void Assignments()
    {
        foreach (var block in Function.Graph.ReversePostOrder)
        {
            var isPost = block.Kind == FlowBlockKind.ForPost;
            foreach (var node in block.Nodes)
            {
                switch (node.Syntax)
                {
                    case AssignStmt assign:
                        foreach (var target in assign.Lhs)
                        {
                            Assigned(node, target, isPost);
                        }

                        break;
                    case IncDecStmt step:
                        Assigned(node, step.X, isPost);
                        break;
                    case RangeStmt range when node.Kind == FlowNodeKind.RangeNext:
                        Assigned(node, range.Key, true);
                        Assigned(node, range.Value, true);
                        break;
                    case DeclStmt { Decl: GenDecl decl }:
                        foreach (var spec in decl.Specs)
                        {
                            if (spec is ValueSpec values)
                            {
                                foreach (var name in values.Names)
                                {
                                    Assigned(node, name, true);
                                }
                            }
                        }

                        break;
                }
            }
        }
    }

    private void Assigned(FlowNode node, Expr? target, bool renews)
    {
        if (target == null)
        {
            return;
        }

        target = Callees.Unparen(target);
        Var? changed;
        AccessPath? to = null;
        if (target is Ident ident)
        {
            changed = Function.File.ObjectOf(ident) as Var;
            renews |= Function.File.DefOf(ident) != null;
        }
        else if (target is SelectorExpr selector && Function.File.UseOf(selector.Sel) is Var { IsField: true } field)
        {
            changed = field.Origin;
            to = new PathResolver(Function).Of(target);
        }
        else
        {
            return;
        }

        if (changed == null)
        {
            return;
        }

        foreach (var key in keys)
        {
            if (key.Path.DependsOn(changed) && (to == null || to.IsPrefixOf(key.Path)))
            {
                // An assignment takes place when everything on its right is evaluated.
                Insert(node, int.MaxValue,
                    new LockEvent(renews ? LockEventKind.Renew : LockEventKind.Reassign, key, target, true));
            }
        }
    }
}
