using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// Finds who ends a wait, and whether that needs a lock which the one who waits holds. The lock and what is waited for
/// have to belong to the same object on both sides: both paths begin with the same variable, or with one of the same type.
/// </summary>
internal sealed class WaitPartners
{
    private readonly PackageContext package;
    private Dictionary<Var, List<(FunctionActs Acts, LockAct Act)>>? signals;

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
        var subject = wait.Path!;
        if (Last(subject) is not { } name || IsUnknown(wait, subject))
        {
            return null;
        }

        WaitPartner? found = null;
        foreach (var (acts, act) in Signals.GetValueOrDefault(name) ?? [])
        {
            if (!Ends(wait.Last.Kind, act.Kind) || act.Path == null)
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

            var partner = IsSameObject(subject, act.Path) ? Needs(acts, act, key, subject, function) : null;
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

        // What is in the buffer has been sent, and where there is room nobody has to receive.
        found = found == null || ((wait.Last.Kind == LockActKind.Send || found.Signal.Kind == LockActKind.Send)
                && !IsUnbuffered(subject))
            ? null
            : found;
        // Tests know how many values there will be.
        return found != null && wait.Last.Kind != LockActKind.Wait && PackageContext.IsTest(function.File)
            ? found with { Confidence = Confidence.Possible }
            : found;
    }

    private Dictionary<Var, List<(FunctionActs Acts, LockAct Act)>> Signals => signals ??= Collect();

    private Dictionary<Var, List<(FunctionActs Acts, LockAct Act)>> Collect()
    {
        var all = new Dictionary<Var, List<(FunctionActs Acts, LockAct Act)>>(ReferenceEqualityComparer.Instance);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            var acts = package.Acts.Of(function);
            foreach (var act in acts.Acts)
            {
                if (act.Kind is LockActKind.Done or LockActKind.Spawn or LockActKind.Send or LockActKind.Close or LockActKind.Receive
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
        _ => act == LockActKind.Receive,
    };

    // A channel that is a field, or a variable, of this package.
    private static Var? Last(AccessPath path) => path.Steps.IsEmpty ? path.Root : path.LastField;

    // Other names for it would be other ways to end the wait: a parameter, a field that other packages can reach, a copy.
    private bool IsUnknown(ActChain wait, AccessPath subject)
    {
        if (wait.Last.Kind == LockActKind.Wait)
        {
            return false;
        }

        if (subject.Steps.IsEmpty)
        {
            return subject.Root.Kind is VarKind.Parameter or VarKind.Receiver or VarKind.Result
                || (subject.Root.Kind == VarKind.Local && IsHandedOn(subject.Root, wait.Function));
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

    private static bool IsHandedOn(Var variable, FlowFunction function)
    {
        var finder = new HandOnFinder(function.Root, variable);
        finder.Visit(function.Root.Syntax);
        return finder.IsFound;
    }

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
    private WaitPartner? Needs(FunctionActs acts, LockAct signal, LockKey key, AccessPath subject, FlowFunction function)
    {
        var isShared = key.Path.IsGlobal || acts.Function.Root == function.Root;
        if (!isShared && (!ReferenceEquals(key.Path.Root, subject.Root) || key.Path.Steps.IsEmpty))
        {
            return null;
        }

        // Who takes the lock to be counted in does not do so in order to be done.
        if (signal.Kind == LockActKind.Done && Counts(acts.Function))
        {
            return null;
        }

        var wanted = isShared ? key.Path : new AccessPath(signal.Path!.Root, key.Path.Steps);

        if (signal is { Kind: LockActKind.Spawn, Callee: { } spawned })
        {
            foreach (var chain in package.Acts.ChainsOf(spawned.Function))
            {
                if (chain is { Last.Kind: LockActKind.Take, Path: { } path, Tests.IsEmpty: true } && !(key.IsRead && chain.IsRead)
                    && PackageActs.Translate(acts.Function, spawned, path)?.Equals(wanted) == true)
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
                if (chain.Last.Kind == LockActKind.Take && chain.LastFunction != function && chain.Path?.Equals(wanted) == true
                    && !(key.IsRead && chain.IsRead) && Precedes(acts, act, signal)
                    && (signal.Kind != LockActKind.Done || !Counts(chain.LastFunction))
                    && (act.Kind == LockActKind.Take || package.Acts.IsAsBefore(acts.Function, act, new LockKey(wanted, false))))
                {
                    return new WaitPartner(acts.Function, signal, chain, Confidence.Likely);
                }
            }
        }

        return null;
    }

    private static bool Counts(FlowFunction function) => function.Calls.Any(call =>
        Callees.FunctionOf(function.File, call) is { IsMethod: true, Name: "Add", Package.Path: "sync" });

    private static bool Precedes(FunctionActs acts, LockAct need, LockAct signal) => signal.Kind switch
    {
        // All that the function does comes before what it defers.
        LockActKind.Done or LockActKind.Close or LockActKind.Send when signal.IsDeferred => true,
        LockActKind.Done => acts.Reaches(need.Block, signal.Block) || IsEarlier(need, signal),
        LockActKind.Receive => IsInLoopWith(acts, need, signal) || Must(acts, need, signal),
        _ => Must(acts, need, signal),
    };

    private static bool IsEarlier(LockAct need, LockAct signal) =>
        need.Block == signal.Block && need.Syntax.Pos < signal.Syntax.Pos;

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

    // A local channel that is passed, stored or returned.
    private sealed class HandOnFinder(FlowFunction root, Var variable) : SyntaxVisitor
    {
        public bool IsFound { get; private set; }

        public override void VisitIdent(Ident node)
        {
            if (root.File.UseOf(node) != variable)
            {
                return;
            }

            IsFound |= root.Parents.Of(node) switch
            {
                UnaryExpr { Op: TokenKind.Arrow } or RangeStmt or BinaryExpr => false,
                SendStmt send => send.Chan != node,
                CallExpr call => Callees.Of(root.File, call) is not Builtin,
                AssignStmt assign => !assign.Lhs.Contains(node),
                _ => true,
            };
        }
    }
}
