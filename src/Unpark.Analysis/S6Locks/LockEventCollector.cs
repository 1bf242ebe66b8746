using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Collects what the steps of a function do to locks, in the order of evaluation.</summary>
internal sealed class LockEventCollector : SyntaxVisitor
{
    private readonly PackageLocks locks;
    private readonly FlowFunction function;
    private readonly TypedFile file;
    private readonly PathResolver paths;
    private readonly UnlockHandles handles;
    private readonly List<LockEvent> events;
    private readonly List<(int Index, AccessPath Path, LockEventKind Kind, Node Syntax)> stored = [];
    private readonly List<(int Index, Var Field, bool IsRead, Node Syntax)> unresolved = [];
    private LockEventKind valueUse = LockEventKind.HandOff;

    public LockEventCollector(PackageLocks locks, FlowFunction function, List<LockEvent> events)
    {
        this.locks = locks;
        this.function = function;
        this.events = events;
        file = function.File;
        paths = new PathResolver(function);
        handles = new UnlockHandles(locks, function);
    }

    /// <summary>Where a value is stored, sent or returned, at which place among the events, and what that means.</summary>
    public IReadOnlyList<(int Index, AccessPath Path, LockEventKind Kind, Node Syntax)> Stored => stored;

    /// <summary>Where a lock is given back of which only the field is known, at which place among the events.</summary>
    public IReadOnlyList<(int Index, Var Field, bool IsRead, Node Syntax)> Unresolved => unresolved;

    /// <summary>Adds what a step does.</summary>
    public void Collect(FlowNode node)
    {
        stored.Clear();
        unresolved.Clear();
        valueUse = LockEventKind.HandOff;
        if (node.Kind is FlowNodeKind.Statement or FlowNodeKind.Condition or FlowNodeKind.Operand
            or FlowNodeKind.Communication)
        {
            Visit(node.Syntax);
        }
    }

    public override void VisitFuncLit(FuncLit node)
    {
        if (locks.Package.FunctionOf(node) is { } literal)
        {
            Lend(locks.SummaryOf(literal), node);
        }
    }

    public override void VisitIdent(Ident node)
    {
        if (file.UseOf(node) is Var { IsField: false } variable && function.Locals.Of(variable)?.OnlyValue is { } value)
        {
            switch (Callees.Unparen(value))
            {
                case FuncLit literal when locks.Package.FunctionOf(literal) is { } held:
                    Lend(locks.SummaryOf(held), node);
                    break;
                case SelectorExpr method:
                    MethodValue(method);
                    break;
            }
        }

        if (CallBehind(node) is var (made, result))
        {
            foreach (var (index, key, isStandard) in handles.Of(made))
            {
                if (index == result)
                {
                    Add(valueUse, key, node, isStandard);
                }
            }
        }
    }

    public override void VisitSelectorExpr(SelectorExpr node)
    {
        MethodValue(node);
        Visit(node.X);
    }

    public override void VisitAssignStmt(AssignStmt node)
    {
        for (var i = 0; i < node.Rhs.Length; i++)
        {
            var target = node.Lhs.Length == node.Rhs.Length ? Callees.Unparen(node.Lhs[i]) : null;
            Given(node.Rhs[i], target == null || IsLocal(target), target as Ident);
        }

        foreach (var target in node.Lhs)
        {
            if (Callees.Unparen(target) is not Ident)
            {
                Visit(target);
            }
        }
    }

    public override void VisitValueSpec(ValueSpec node)
    {
        for (var i = 0; i < node.Values.Length; i++)
        {
            Given(node.Values[i], true, node.Names.Length == node.Values.Length ? node.Names[i] : null);
        }
    }

    public override void VisitReturnStmt(ReturnStmt node)
    {
        foreach (var result in node.Results)
        {
            Store(result, result);

            // The caller gets what gives the lock back.
            var outer = valueUse;
            valueUse = Callees.Unparen(result) is FuncLit or SelectorExpr or Ident ? LockEventKind.Lend : outer;
            Visit(result);
            valueUse = outer;
        }
    }

    public override void VisitSendStmt(SendStmt node)
    {
        Visit(node.Chan);
        Store(node.Value, node);
        Visit(node.Value);
        Semaphore(node.Chan, node, true);
    }

    public override void VisitUnaryExpr(UnaryExpr node)
    {
        base.VisitUnaryExpr(node);
        if (node.Op == TokenKind.Arrow)
        {
            Semaphore(node.X, node, false);
        }
    }

    public override void VisitCompositeLit(CompositeLit node)
    {
        foreach (var element in node.Elts)
        {
            var value = element is KeyValueExpr pair ? pair.Value : element;
            Store(value, node);
            Visit(value);
        }
    }

    public override void VisitGoStmt(GoStmt node)
    {
        Callee(node.Call);
        Arguments(node.Call, true);
        foreach (var (key, effect, _) in Effects(node.Call))
        {
            if (effect is LockEffect.Releases or LockEffect.Unclear)
            {
                Add(effect == LockEffect.Releases ? LockEventKind.HandOff : LockEventKind.Unclear, key, node, true);
            }
        }
    }

    public override void VisitDeferStmt(DeferStmt node)
    {
        Callee(node.Call);
        Arguments(node.Call, false);
        var effects = Effects(node.Call);
        if (effects.Count == 0)
        {
            OtherLockMethod(node.Call);
        }

        foreach (var (key, effect, isStandard) in effects)
        {
            var kind = effect switch
            {
                LockEffect.Acquires => LockEventKind.DeferAcquire,
                LockEffect.Releases => LockEventKind.DeferRelease,
                _ => LockEventKind.Unclear,
            };
            Add(kind, key, node, isStandard);
        }
    }

    public override void VisitCallExpr(CallExpr node)
    {
        if (file.TypeOf(node.Fun).IsType)
        {
            Visit(node.Args.IsEmpty ? null : node.Args[0]);
            return;
        }

        if (Callees.Unparen(node.Fun) is SelectorExpr selector)
        {
            Visit(selector.X);
        }

        Callee(node);
        Arguments(node, false);
        if (MethodOf(node) is { } method)
        {
            LockCall(node, method);
            return;
        }

        var effects = Effects(node);
        if (effects.Count == 0)
        {
            OtherLockMethod(node);
        }

        foreach (var (key, effect, isStandard) in effects)
        {
            var kind = effect switch
            {
                // What is given a context that never ends succeeds.
                LockEffect.AcquiresUnlessError when function.Parents.Of(node) is ExprStmt
                    && SemaphoreMethods.Of(file, node) != null => LockEventKind.Acquire,
                LockEffect.Acquires => LockEventKind.Acquire,
                LockEffect.AcquiresUnlessError or LockEffect.AcquiresIfTrue => LockEventKind.TryAcquire,
                LockEffect.Releases => LockEventKind.Release,
                _ => LockEventKind.Unclear,
            };
            events.Add(new LockEvent(kind, key, node, isStandard) { TellsByError = effect == LockEffect.AcquiresUnlessError });
        }

        foreach (var (result, key, isStandard) in handles.Of(node))
        {
            if (!handles.IsFollowed(node, result))
            {
                Add(LockEventKind.HandOff, key, node, isStandard);
            }
        }
    }

    // A channel of tokens.
    private void Semaphore(Expr channel, Node syntax, bool sends)
    {
        if (locks.Semaphores.SendTakes(file, channel) is { } sendTakes && paths.Of(channel) is { } path)
        {
            Add(sends == sendTakes ? LockEventKind.Acquire : LockEventKind.Release, new LockKey(path, false, true), syntax, false);
        }
    }

    private static LockEffect EffectOf(LockMethod method) => method.Action switch
    {
        LockAction.Acquire => LockEffect.Acquires,
        LockAction.Release => LockEffect.Releases,
        _ => LockEffect.Unclear,
    };

    private void LockCall(CallExpr call, LockMethod method)
    {
        if (KeyOf(call, method) is { } key)
        {
            var kind = method.Action switch
            {
                LockAction.Acquire => LockEventKind.Acquire,
                LockAction.Release => LockEventKind.Release,
                _ => LockEventKind.TryAcquire,
            };
            Add(kind, key, call, method.IsStandard);
        }
        else if (method.Action == LockAction.Release)
        {
            Unresolve(call, method);
        }
    }

    // DowngradeLock, UnlockAll: what a method of that name does to the lock it is called on cannot be told.
    private void OtherLockMethod(CallExpr call)
    {
        if (Callees.Unparen(call.Fun) is SelectorExpr selector
            && selector.Sel.Name.Contains("lock", StringComparison.OrdinalIgnoreCase)
            && paths.ReceiverOf(selector) is { Steps.IsEmpty: false } path)
        {
            stored.Add((events.Count, path, LockEventKind.Unclear, call));
        }
    }

    private void Unresolve(CallExpr call, LockMethod method)
    {
        var at = ((SelectorExpr)Callees.Unparen(call.Fun)).X;
        while (Callees.Unparen(at) is IndexExpr index)
        {
            at = index.X;
        }

        if (Callees.Unparen(at) is SelectorExpr { Sel: var name } && file.UseOf(name) is Var { IsField: true } field)
        {
            unresolved.Add((events.Count, field.Origin, method.IsRead, call));
        }
    }

    // The value is assigned to a variable: a literal or method value that the variable always holds is seen where the
    // variable is used.
    private void Given(Expr value, bool isLocal, Ident? target)
    {
        var bare = Callees.Unparen(value);
        var only = target != null && file.ObjectOf(target) is Var variable
            ? function.Locals.Of(variable)?.OnlyValue
            : null;
        if (only == value && bare is FuncLit or SelectorExpr or UnaryExpr { X: not CompositeLit } or Ident)
        {
            return;
        }

        var outer = valueUse;
        valueUse = isLocal && (target == null || IsKnown(target) || IsObject(bare)) ? LockEventKind.Lend : LockEventKind.HandOff;
        if (!isLocal || (target != null && !IsKnown(target)))
        {
            Store(value, value);
        }

        Visit(value);
        valueUse = outer;
    }

    // An object gives back what it was lent in a method of its own.
    private static bool IsObject(Expr value) => value is CompositeLit or UnaryExpr { Op: TokenKind.And, X: CompositeLit };

    // A variable that is assigned several times may be called anywhere, holding this value or another one.
    private bool IsKnown(Ident target) =>
        target.IsBlank || (file.ObjectOf(target) is Var variable && function.Locals.Of(variable) is { Assignments: 1 });

    private bool IsLocal(Expr target) =>
        target is Ident ident && (ident.IsBlank || file.ObjectOf(ident) is Var { Kind: not VarKind.Package });

    private void Store(Expr value, Node syntax)
    {
        value = Callees.Unparen(value);
        if (value is not CallExpr && paths.Of(value) is { } path)
        {
            stored.Add((events.Count, path, syntax is CompositeLit && valueUse == LockEventKind.Lend
                ? LockEventKind.LendObject
                : LockEventKind.Unclear, syntax));
        }
        else if (value is CallExpr call && !file.TypeOf(call.Fun).IsType && ReturnCarry.MayCarry(file.TypeOf(call).Type))
        {
            // What the call makes of its arguments may hold them.
            foreach (var argument in call.Args)
            {
                Store(argument, syntax);
            }
        }
    }

    // lock()(): what is called is itself the result of a call.
    private void Callee(CallExpr call)
    {
        if (Callees.Unparen(call.Fun) is CallExpr inner)
        {
            Visit(inner);
        }
    }

    private void Arguments(CallExpr call, bool isGo)
    {
        var isAppend = Callees.Of(file, call) is Builtin { Name: "append" };
        for (var i = 0; i < call.Args.Length; i++)
        {
            var argument = call.Args[i];
            if (isGo || (isAppend && i > 0))
            {
                Store(argument, call);
            }

            if (paths.Of(argument) is { } path && IsLock(file.TypeOf(argument).Type) && !IsKnownNotToRelease(call))
            {
                Add(LockEventKind.Unclear, new LockKey(path, false), call, true);
                Add(LockEventKind.Unclear, new LockKey(path, true), call, true);
            }

            var outer = valueUse;
            valueUse = LockEventKind.HandOff;
            Visit(argument);
            valueUse = outer;
        }
    }

    private static bool IsLock(GoType? type) =>
        GoTypes.IsNamed(type, "sync", "Mutex") || GoTypes.IsNamed(type, "sync", "RWMutex")
        || GoTypes.IsNamed(type, "sync", "Locker");

    // What a function of the package does to its parameters is in its summary.
    private bool IsKnownNotToRelease(CallExpr call) =>
        Callees.IsPackageFunction(file, call, "sync", "NewCond")
        || Callees.Of(file, call) is Builtin
        || (Callees.FunctionOf(file, call) is { } callee && locks.Package.FunctionOf(callee) != null);

    private LockMethod? MethodOf(CallExpr call)
    {
        if (Callees.Unparen(call.Fun) is not SelectorExpr selector || !LockMethods.IsName(selector.Sel.Name))
        {
            return null;
        }

        if (LockMethods.Of(locks.Package, file, selector) is { } method)
        {
            return method;
        }

        // A lock of the package's own whose body shows nothing: one for each key, one made of channels.
        return file.UseOf(selector.Sel) is Func own && locks.Package.FunctionOf(own) is { } body
            && locks.SummaryOf(body).Effects.IsEmpty
            ? LockMethods.ByPair(file, selector, own)
            : null;
    }

    /// <summary>The lock that a method is called on; null if there is no path to it.</summary>
    private LockKey? KeyOf(CallExpr call, LockMethod method)
    {
        if (paths.ReceiverOf((SelectorExpr)Callees.Unparen(call.Fun)) is not { } path)
        {
            return null;
        }

        foreach (var argument in call.Args)
        {
            if (file.TypeOf(argument).Value?.ToString() is { } constant)
            {
                path = path.Then(new PathStep(constant, true));
            }
            else if (paths.Of(argument) is { } keyPath)
            {
                // Of a path of several steps only the last one counts: it is compared within one function.
                path = path.Then(new PathStep(keyPath.Steps.IsEmpty ? keyPath.Root : keyPath.Steps[^1].Key, true));
            }
            else
            {
                return null;
            }
        }

        return new LockKey(path, method.IsRead);
    }

    private List<(LockKey Key, LockEffect Effect, bool IsStandard)> Effects(CallExpr call)
    {
        var effects = new List<(LockKey, LockEffect, bool)>();
        var fun = Callees.Unparen(call.Fun);
        if (fun is Ident ident && file.UseOf(ident) is Var variable && function.Locals.Of(variable)?.OnlyValue is { } value)
        {
            fun = Callees.Unparen(value);
        }

        if (fun is FuncLit literal)
        {
            if (locks.Package.FunctionOf(literal) is { } called)
            {
                effects.AddRange(locks.SummaryOf(called).Effects);
            }

            return effects;
        }

        if (fun is SelectorExpr selector && (ReferenceEquals(fun, Callees.Unparen(call.Fun)) ? MethodOf(call)
            : LockMethods.Of(locks.Package, file, selector)) is { } method)
        {
            if (paths.ReceiverOf(selector) is { } path && call.Args.IsEmpty)
            {
                effects.Add((new LockKey(path, method.IsRead), EffectOf(method), method.IsStandard));
            }
            else if (ReferenceEquals(fun, Callees.Unparen(call.Fun)) && KeyOf(call, method) is { } key)
            {
                effects.Add((key, EffectOf(method), method.IsStandard));
            }
            else if (method.Action == LockAction.Release && ReferenceEquals(fun, Callees.Unparen(call.Fun)))
            {
                Unresolve(call, method);
            }

            return effects;
        }

        if (SemaphoreMethods.Of(file, call) is { } action)
        {
            if (paths.ReceiverOf((SelectorExpr)Callees.Unparen(call.Fun)) is { } path)
            {
                effects.Add((new LockKey(path, false, true), action switch
                {
                    LockAction.Acquire => LockEffect.AcquiresUnlessError,
                    LockAction.TryAcquire => LockEffect.AcquiresIfTrue,
                    _ => LockEffect.Releases,
                }, false));
            }

            return effects;
        }

        if (CallBehind(Callees.Unparen(call.Fun)) is var (made, result))
        {
            foreach (var (index, key, isStandard) in handles.Of(made))
            {
                if (index == result)
                {
                    effects.Add((key, LockEffect.Releases, isStandard));
                }
            }

            return effects;
        }

        if (Callees.FunctionOf(file, call) is { } callee && locks.Package.FunctionOf(callee) is { } body)
        {
            Translate(call, body, effects);
        }

        return effects;
    }

    // unlock := s.lock(), unlock, err := s.lock(), and s.lock()() itself.
    private (CallExpr Call, int Result)? CallBehind(Expr called) => called switch
    {
        CallExpr call => (call, 0),
        Ident ident when file.UseOf(ident) is Var { IsField: false } variable => handles.CallThatGives(variable),
        _ => null,
    };

    private void Translate(CallExpr call, FlowFunction callee, List<(LockKey Key, LockEffect Effect, bool IsStandard)> into)
    {
        foreach (var (key, effect, isStandard) in locks.SummaryOf(callee).Effects)
        {
            if (CallTranslation.Translate(paths, call, callee, key) is { } known)
            {
                into.Add((known, effect, isStandard));
            }
        }
    }

    private void MethodValue(SelectorExpr node)
    {
        if (LockMethods.Of(locks.Package, file, node) is { } method)
        {
            if (method.Action == LockAction.Release && paths.ReceiverOf(node) is { } path)
            {
                Add(valueUse, new LockKey(path, method.IsRead), node, method.IsStandard);
            }
        }
        else if (file.SelectionOf(node) is { Kind: SelectionKind.MethodVal, Obj: Func callee }
            && locks.Package.FunctionOf(callee) is { } body
            && body.Syntax is FuncDecl { Recv: { List: [{ Names: [var self] }] } } && paths.ReceiverOf(node) is { } start)
        {
            foreach (var (key, effect, isStandard) in locks.SummaryOf(body).Effects)
            {
                if (effect is LockEffect.Releases or LockEffect.Unclear && body.File.DefOf(self) == key.Path.Root)
                {
                    Add(UseOf(effect), key with { Path = key.Path.OnTopOf(start) }, node, isStandard);
                }
            }
        }
    }

    private void Lend(LockSummary summary, Node syntax)
    {
        foreach (var (key, effect, isStandard) in summary.Effects)
        {
            if (effect is LockEffect.Releases or LockEffect.Unclear)
            {
                Add(UseOf(effect), key, syntax, isStandard);
            }
        }
    }

    // What may give the lock back or not is no evidence that it is given back there.
    private LockEventKind UseOf(LockEffect effect) =>
        effect == LockEffect.Releases ? valueUse
        : valueUse == LockEventKind.Lend ? LockEventKind.LendObject : LockEventKind.Unclear;

    private void Add(LockEventKind kind, LockKey key, Node syntax, bool isStandard) =>
        events.Add(new LockEvent(kind, key, syntax, isStandard));
}
