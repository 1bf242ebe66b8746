using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// Finds who ends a wait, and whether that needs a lock which the one who waits holds. The lock and what is waited for
/// have to belong to the same object on both sides: both paths begin with the same variable, or with one of the same type;
/// or the lock is one of another type than what is waited for, as that of an object and of the one that owns it.
/// </summary>
internal sealed class WaitPartners
{
    private const int MaxCallers = 3;
    private readonly PackageContext package;
    private Dictionary<Var, List<(FunctionActs Acts, LockAct Act)>>? signals;
    private Dictionary<FlowFunction, List<(FunctionActs Acts, LockAct Act)>>? starts;
    private CondLocks? conds;

    public WaitPartners(PackageContext package)
    {
        this.package = package;
    }

    /// <summary>
    /// A function that ends the wait at the end of a chain and needs the lock for that; null if there is one that does
    /// not, or if it is not known who ends it.
    /// </summary>
    public WaitPartner? Of(LockKey key, ActChain wait, FlowFunction function)
    {
        if (wait.Last.Path is not { } last || Last(last) is not { } name || IsUnknown(wait) || (wait.Path == null && last.LastField == null
            && last.Root.Kind != VarKind.Local) || (wait.Last.Kind == LockActKind.CondWait && !IsOther(key, name)))
        {
            return null;
        }

        WaitPartner? found = null;
        foreach (var (acts, act) in Signals.GetValueOrDefault(name) ?? [])
        {
            if (!Ends(wait.Last.Kind, act.Kind) || act.Path == null || (wait.Last.Kind != LockActKind.Wait && IsSetUp(acts.Function, act.Path)))
            {
                continue;
            }

            if ((act.Kind != LockActKind.Spawn && (acts.Function == function || acts.Function == wait.LastFunction))
                || (PackageContext.IsTest(acts.Function.File) && !PackageContext.IsTest(function.File)))
            {
                if (wait.Last.Kind == LockActKind.Wait || act == wait.Last)
                {
                    continue;
                }

                return null;
            }

            var partner = MatchOf(key, wait, function, acts, act) is { } match ? Needs(acts, act, key, match, function, 0) : null;
            if (partner == null)
            {
                // Of what has to be done by all, one that cannot is enough; of what one of them does, another one may.
                if (wait.Last.Kind != LockActKind.Wait)
                {
                    return null;
                }

                continue;
            }

            found ??= partner;
        }

        if (!Started(key, wait, function, last, ref found))
        {
            return null;
        }

        found = found == null ? null : Buffered(wait, last, found);
        // Tests know how many values there will be.
        return found != null && wait.Last.Kind != LockActKind.Wait && PackageContext.IsTest(function.File)
            ? found with { Confidence = Confidence.Possible }
            : found;
    }

    /// <summary>True if a function receives from a channel of the package that nothing ever sends to or closes.</summary>
    public bool IsNeverEnded(ActChain wait) =>
        wait.Last is { Kind: LockActKind.Receive, IsAlternative: false, Path.LastField: { } field } && !IsUnknown(wait)
        && !Signals.GetValueOrDefault(field, []).Any(s => s.Act.Kind is LockActKind.Send or LockActKind.Close) && package.Flow.Channels.Of(field).Any(u => u.Kind == ChannelUseKind.Make);

    // How the lock is known to those who end the wait.
    private LockMatch? MatchOf(LockKey key, ActChain wait, FlowFunction function, FunctionActs acts, LockAct signal)
    {
        if (key.Path.IsGlobal)
        {
            return LockMatch.ByPath(key.Path);
        }

        var subject = wait.Path;
        if (subject != null && IsSameObject(subject, signal.Path!))
        {
            if (acts.Function.Root == function.Root)
            {
                return LockMatch.ByPath(key.Path);
            }

            if (ReferenceEquals(key.Path.Root, subject.Root) && !key.Path.Steps.IsEmpty)
            {
                return LockMatch.ByPath(new AccessPath(signal.Path!.Root, key.Path.Steps));
            }
        }

        // Goroutines that the function which waits started itself.
        if (wait.Next != null && acts.Function.Root == wait.LastFunction.Root && wait.Last.Path!.Equals(signal.Path))
        {
            var way = WayOf(wait);
            return LockMatch.ByPath(key.Path, path => PackageActs.Known(way, path));
        }

        return signal.Path!.LastField != null && package.Acts.ClassesOf(function).TryGetValue(key.Path, out var named)
            && named.Class.IsField && OwnerOf(key.Path) is { } owner && OwnerOf(wait.Last.Path!) is { } waited
            && !ReferenceEquals(owner, waited)
            ? LockMatch.ByField(named.Class)
            : null;
    }

    private static Stack<(FlowFunction Caller, BoundFunction Callee)> WayOf(ActChain chain)
    {
        var way = new Stack<(FlowFunction Caller, BoundFunction Callee)>();
        for (var at = chain; at.Next != null; at = at.Next)
        {
            way.Push((at.Function, at.Act.Callee!));
        }

        return way;
    }

    // The type of the object that the last field of a path belongs to.
    private static NamedType? OwnerOf(AccessPath path)
    {
        var steps = path.Steps;
        var last = steps.Length - 1;
        while (last > 0 && steps[last].Field is { Embedded: true })
        {
            last--;
        }

        var type = last <= 0 ? path.Root.Type : steps[last - 1].Field?.Type;
        return type != null && GoTypes.Deref(type) is NamedType named ? named.Origin : null;
    }

    // Where there is room nobody has to receive, but only then; what is in the buffer has been sent, unless all is new.
    private WaitPartner? Buffered(ActChain wait, AccessPath channel, WaitPartner found)
    {
        if ((wait.Last.Kind != LockActKind.Send && found.Signal.Kind != LockActKind.Send) || IsUnbuffered(channel))
        {
            return found;
        }

        return wait.Last.Kind == LockActKind.Send
            ? channel.LastField is { Type.Underlying: ChanType { Elem: var elem } } field && IsData(elem) && HoldsSeveral(field)
                && package.Acts.Of(found.Function) is var acts && IsInLoopWith(acts, found.Need.Act, found.Signal)
                ? found with { IsBuffered = true }
                : null
            : channel.Steps.IsEmpty ? found : null;
    }

    // The only result there will be finds room too.
    private bool HoldsSeveral(Var field) => package.Flow.Channels.Of(field).All(use => use is not { Kind: ChannelUseKind.Make, Value: CallExpr { Args: [_, var size] } }
        || use.File.TypeOf(size).Value?.ToString() != "1");

    // A signal finds room: who sends it knows that none is pending.
    private static bool IsData(GoType elem) => elem.Underlying is not (StructType { Fields.IsEmpty: true } or BasicType);

    // go work(&wg, &mu): the goroutine knows both by its parameters. False if it ends the wait without the lock.
    private bool Started(LockKey key, ActChain wait, FlowFunction function, AccessPath subject, ref WaitPartner? found)
    {
        var isForAll = wait.Last.Kind == LockActKind.Wait;
        if (!isForAll && !subject.Steps.IsEmpty)
        {
            return true;
        }

        foreach (var (acts, start) in Starts.GetValueOrDefault(wait.LastFunction.Root) ?? [])
        {
            if (start.Callee is not { Function.Outer: null } callee)
            {
                continue;
            }

            var below = package.Acts.Of(callee.Function);
            foreach (var signal in below.Acts)
            {
                if (!Ends(wait.Last.Kind, signal.Kind) || signal.Path == null
                    || PackageActs.Translate(acts.Function, callee, signal.Path)?.Equals(subject) != true)
                {
                    continue;
                }

                var way = WayOf(wait);
                var match = LockMatch.ByPath(key.Path, path => PackageActs.Translate(acts.Function, callee, path) is { } here
                    ? PackageActs.Known(way, here)
                    : null);
                var partner = Needs(below, signal, key, match, function, MaxCallers);
                if (partner == null && !isForAll)
                {
                    return false;
                }

                found ??= partner;
            }
        }

        return true;
    }

    // A Cond gives back its own lock while one waits, but no other.
    private bool IsOther(LockKey key, Var cond) => key.Path.LastField is not { Name: "L", Package.Path: "sync" }
        && (conds ??= new CondLocks(package.Flow)).Of(cond) is { } own && own != (key.Path.LastField ?? key.Path.Root);

    // What a constructor does when it fails ends nothing that anybody else waits for.
    private static bool IsSetUp(FlowFunction function, AccessPath path)
    {
        if (LockClasses.IsFresh(function, path.Root))
        {
            return function.Locals.Of(path.Root)?.Function is { } declaring && (declaring == function
                || (function.Outer == declaring && function.Parents.Of(function.Syntax) is CallExpr call
                    && function.Parents.Of(call) is DeferStmt));
        }

        return false;
    }

    private Dictionary<FlowFunction, List<(FunctionActs Acts, LockAct Act)>> Starts
    {
        get
        {
            if (starts == null)
            {
                _ = Signals;
            }

            return starts!;
        }
    }

    private Dictionary<Var, List<(FunctionActs Acts, LockAct Act)>> Signals => signals ??= Collect();

    private Dictionary<Var, List<(FunctionActs Acts, LockAct Act)>> Collect()
    {
        var all = new Dictionary<Var, List<(FunctionActs Acts, LockAct Act)>>(ReferenceEqualityComparer.Instance);
        starts = [];
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            var acts = package.Acts.Of(function);
            foreach (var act in acts.Acts)
            {
                if (act.Kind == LockActKind.Go)
                {
                    if (!starts.TryGetValue(function.Root, out var here))
                    {
                        here = [];
                        starts.Add(function.Root, here);
                    }

                    here.Add((acts, act));
                }

                if (act.Kind is LockActKind.Done or LockActKind.Spawn or LockActKind.Send or LockActKind.Close or LockActKind.Receive
                        or LockActKind.CondSignal
                    && act.Path != null && Last(act.Path) is { } name)
                {
                    if (!all.TryGetValue(name, out var list))
                    {
                        list = [];
                        all.Add(name, list);
                    }

                    list.Add((acts, act));
                }
            }
        }

        return all;
    }

    private static bool Ends(LockActKind wait, LockActKind act) => wait switch
    {
        LockActKind.Wait => act is LockActKind.Done or LockActKind.Spawn,
        LockActKind.Receive => act is LockActKind.Send or LockActKind.Close,
        LockActKind.CondWait => act == LockActKind.CondSignal,
        _ => act == LockActKind.Receive,
    };

    // A channel that is a field, or a variable, of this package.
    private static Var? Last(AccessPath path) => path.Steps.IsEmpty ? path.Root : path.LastField;

    // Other names for it would be other ways to end the wait: a parameter, a field that other packages can reach, a copy.
    private bool IsUnknown(ActChain wait)
    {
        if (wait.Last.Kind is LockActKind.Wait or LockActKind.CondWait)
        {
            return false;
        }

        var subject = wait.Path ?? wait.Last.Path!;

        if (subject.Steps.IsEmpty)
        {
            return subject.Root.Kind is VarKind.Parameter or VarKind.Receiver or VarKind.Result
                || (subject.Root.Kind == VarKind.Local && IsHandedOn(subject.Root, 0));
        }

        return subject.LastField is not { Exported: false } field || field.Package != package.Package.Package
            || package.Flow.FieldUses.Of(field).Any(IsCopy);
    }

    // Anything but sending, receiving, closing, making and comparing with nil lets the channel be known elsewhere.
    private static bool IsCopy(FieldUse use)
    {
        if (use.Parent is KeyValueExpr pair)
        {
            return Callees.Unparen(pair.Value) is not CallExpr call || Callees.Of(use.File, call) is not Builtin;
        }

        if (use.Function == null)
        {
            return true;
        }

        Node inner = use.Parent;
        var parent = use.Function.Parents.Of(inner);
        while (parent is ParenExpr)
        {
            inner = parent;
            parent = use.Function.Parents.Of(parent);
        }

        return parent switch
        {
            UnaryExpr { Op: TokenKind.Arrow } => false,
            SendStmt send => send.Chan != inner,
            RangeStmt => false,
            BinaryExpr => false,
            CallExpr call => Callees.Of(use.File, call) is not Builtin,
            AssignStmt assign => !assign.Lhs.Any(l => l == inner) || assign.Rhs.Length != assign.Lhs.Length
                || !IsMade(use.File, assign.Rhs[assign.Lhs.IndexOf((Expr)inner)]),
            SelectorExpr => false,
            _ => true,
        };
    }

    private static bool IsMade(TypedFile file, Expr value) =>
        file.TypeOf(value).IsNil || (Callees.Unparen(value) is CallExpr call && Callees.Of(file, call) is Builtin);

    // A local channel that is passed to anything but a goroutine, stored or returned.
    private bool IsHandedOn(Var variable, int depth) => package.Flow.Channels.Of(variable).Any(use => use.Kind switch
    {
        ChannelUseKind.Make or ChannelUseKind.SetNil or ChannelUseKind.Declare or ChannelUseKind.Send or ChannelUseKind.Receive
            or ChannelUseKind.Range or ChannelUseKind.Close or ChannelUseKind.Look => false,
        ChannelUseKind.Pass => use is not { Launch: GoStmt, Target: { } target } || depth == MaxCallers || IsHandedOn(target, depth + 1),
        _ => true,
    });

    private static bool IsSameObject(AccessPath mine, AccessPath its)
    {
        if (mine.Steps.IsEmpty || its.Steps.IsEmpty || mine.IsGlobal)
        {
            return mine.Equals(its);
        }

        return mine.Steps.AsSpan().SequenceEqual(its.Steps.AsSpan())
            && (ReferenceEquals(mine.Root, its.Root) || (GoTypes.Deref(mine.Root.Type) is NamedType a
                && GoTypes.Deref(its.Root.Type) is NamedType b && ReferenceEquals(a.Origin, b.Origin)));
    }

    // Whether a function takes the lock before, or on the way to, the act that ends the wait.
    private WaitPartner? Needs(FunctionActs acts, LockAct signal, LockKey key, LockMatch match, FlowFunction function, int depth)
    {
        // Who takes the lock to be counted in does not do so in order to be done.
        if (signal.Kind == LockActKind.Done && Counts(acts.Function))
        {
            return null;
        }

        if (signal is { Kind: LockActKind.Spawn, Callee: { } spawned })
        {
            foreach (var chain in package.Acts.ChainsOf(spawned.Function))
            {
                if (chain is { Last.Kind: LockActKind.Take, IsOpen: true } && !(key.IsRead && chain.IsRead)
                    && match.Matches(chain with { Path = chain.Path == null ? null : PackageActs.Translate(acts.Function, spawned, chain.Path) }))
                {
                    return new WaitPartner(spawned.Function, signal, chain, Confidence.Likely);
                }
            }

            return null;
        }

        foreach (var act in acts.Acts)
        {
            if (act.Kind is not (LockActKind.Take or LockActKind.Call) || act.IsDeferred)
            {
                continue;
            }

            foreach (var chain in package.Acts.Expand(acts.Function, act))
            {
                if (chain.Last.Kind == LockActKind.Take && chain.LastFunction != function && match.Matches(chain)
                    && !(key.IsRead && chain.IsRead) && Precedes(acts, act, signal)
                    && (signal.Kind != LockActKind.Done || !Counts(chain.LastFunction))
                    && (act.Kind == LockActKind.Take || chain.Path == null
                        || package.Acts.IsAsBefore(acts.Function, act, new LockKey(chain.Path, false))))
                {
                    return new WaitPartner(acts.Function, signal, chain, Confidence.Likely);
                }
            }
        }

        return Above(acts, signal, key, match, function, depth);
    }

    // The callers of the function may hold the lock: all of them have to.
    private WaitPartner? Above(FunctionActs acts, LockAct signal, LockKey key, LockMatch match, FlowFunction function, int depth)
    {
        var calls = package.Flow.CallGraph;
        if (depth >= MaxCallers || acts.Function.Outer != null || calls.IsOpen(acts.Function))
        {
            return null;
        }

        WaitPartner? found = null;
        foreach (var (caller, call) in calls.CallersOf(acts.Function))
        {
            if (PackageContext.IsTest(caller.File) && !PackageContext.IsTest(function.File))
            {
                continue;
            }

            var above = package.Acts.Of(caller);
            var act = above.Acts.FirstOrDefault(a => a.Syntax == call && a.Kind == LockActKind.Call);
            if (act == null || caller == function || match.Above(caller, act.Callee!) is not { } named
                || Needs(above, act, key, named, function, depth + 1) is not { } partner)
            {
                return null;
            }

            found ??= partner with { Function = acts.Function, Signal = signal };
        }

        return found;
    }

    private static bool Counts(FlowFunction function) => function.Calls.Any(call =>
        Callees.FunctionOf(function.File, call) is { IsMethod: true, Name: "Add", Package.Path: "sync" });

    private static bool Precedes(FunctionActs acts, LockAct need, LockAct signal) => signal.Kind switch
    {
        // All that the function does comes before what it defers.
        LockActKind.Done or LockActKind.Close or LockActKind.Send or LockActKind.Call when signal.IsDeferred => true,
        LockActKind.Done or LockActKind.Close => acts.Reaches(need.Block, signal.Block) || IsEarlier(need, signal),
        LockActKind.Receive => IsInLoopWith(acts, need, signal) || Must(acts, need, signal),
        _ => Must(acts, need, signal),
    };

    private static bool IsEarlier(LockAct need, LockAct signal) =>
        need.Block == signal.Block && (need.Syntax.Pos < signal.Syntax.Pos || need.Syntax.End <= signal.Syntax.End);

    private static bool Must(FunctionActs acts, LockAct need, LockAct signal) =>
        IsEarlier(need, signal) || (need.Block != signal.Block && acts.Dominates(need.Block, signal.Block));

    // Between receiving one value and the next one.
    private static bool IsInLoopWith(FunctionActs acts, LockAct need, LockAct signal) =>
        acts.Loops.LoopOf(signal.Block) is { } loop && loop.Blocks.Contains(need.Block);

    private bool IsUnbuffered(AccessPath channel)
    {
        if (channel.LastField is not { } field)
        {
            return package.Flow.Functions.Any(f => f.Locals.Of(channel.Root)?.Initializer is { } value && IsUnbuffered(f.File, value));
        }

        var made = false;
        foreach (var use in package.Flow.FieldUses.Of(field))
        {
            var value = use.Parent switch
            {
                KeyValueExpr pair => pair.Value,
                _ when use.Function?.Parents.Of(use.Parent) is AssignStmt assign && assign.Lhs.Length == assign.Rhs.Length
                    && assign.Lhs.Contains(use.Parent) => assign.Rhs[assign.Lhs.IndexOf(use.Parent)],
                _ => null,
            };
            if (value == null || use.File.TypeOf(value).IsNil)
            {
                continue;
            }

            if (!IsUnbuffered(use.File, value))
            {
                return false;
            }

            made = true;
        }

        return made;
    }

    private static bool IsUnbuffered(TypedFile file, Expr value) => Callees.Unparen(value) is CallExpr call
        && Callees.Of(file, call) is Builtin { Name: "make" }
        && (call.Args.Length == 1 || file.TypeOf(call.Args[1]).Value?.ToString() == "0");
}
