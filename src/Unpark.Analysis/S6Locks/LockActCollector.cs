using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Collects what the steps of a function do that matters while a lock is held.</summary>
internal sealed class LockActCollector : SyntaxVisitor
{
    private readonly PackageActs package;
    private readonly FlowFunction function;
    private readonly TypedFile file;
    private readonly PathResolver paths;
    private readonly ImmutableArray<LockAct>.Builder acts;
    private FlowBlock block = null!;
    private FlowNode node;
    private bool isDeferred;

    public LockActCollector(PackageActs package, FlowFunction function, ImmutableArray<LockAct>.Builder acts)
    {
        this.package = package;
        this.function = function;
        this.acts = acts;
        file = function.File;
        paths = new PathResolver(function);
    }

    /// <summary>Adds what a step does.</summary>
    public void Collect(FlowBlock of, FlowNode step)
    {
        block = of;
        node = step;
        isDeferred = false;
        switch (step)
        {
            case { Kind: FlowNodeKind.Statement or FlowNodeKind.Condition or FlowNodeKind.Operand }:
                Visit(step.Syntax);
                break;
            case { Kind: FlowNodeKind.RangeNext, Syntax: RangeStmt range }:
                if (file.TypeOf(range.X).Type?.Underlying is ChanType)
                {
                    Add(LockActKind.Receive, range.X, paths.Of(range.X));
                }

                break;
            case { Kind: FlowNodeKind.Select, Syntax: SelectStmt select }:
                Select(select);
                break;
        }
    }

    public override void VisitFuncLit(FuncLit node)
    {
    }

    public override void VisitGoStmt(GoStmt node)
    {
        foreach (var argument in node.Call.Args)
        {
            Visit(argument);
        }

        if (package.Bind(function, paths, node.Call.Fun) is { } callee)
        {
            acts.Add(new LockAct(LockActKind.Go, block, this.node, node) { Callee = callee with { Arguments = node.Call.Args } });
        }
    }

    public override void VisitDeferStmt(DeferStmt node)
    {
        foreach (var argument in node.Call.Args)
        {
            Visit(argument);
        }

        if (Callees.Unparen(node.Call.Fun) is SelectorExpr selector)
        {
            Visit(selector.X);
        }

        isDeferred = true;
        Call(node.Call);
        isDeferred = false;
    }

    public override void VisitSendStmt(SendStmt node)
    {
        Visit(node.Chan);
        Visit(node.Value);
        Add(LockActKind.Send, node, paths.Of(node.Chan));
    }

    public override void VisitUnaryExpr(UnaryExpr node)
    {
        base.VisitUnaryExpr(node);
        if (node.Op == TokenKind.Arrow)
        {
            Add(LockActKind.Receive, node, paths.Of(node.X));
        }
    }

    public override void VisitCallExpr(CallExpr node)
    {
        base.VisitCallExpr(node);
        Call(node);
    }

    private void Select(SelectStmt select)
    {
        var isAlternative = select.Body.List.Length > 1;
        foreach (var statement in select.Body.List)
        {
            if (statement is not CommClause { Comm: { } communication })
            {
                continue;
            }

            var received = communication switch
            {
                ExprStmt { X: var x } => x,
                AssignStmt { Rhs: [var x] } => x,
                _ => null,
            };
            if (communication is SendStmt send)
            {
                Add(LockActKind.Send, send, paths.Of(send.Chan), isAlternative);
            }
            else if (received != null && Callees.Unparen(received) is UnaryExpr { Op: TokenKind.Arrow } receive)
            {
                Add(LockActKind.Receive, receive, paths.Of(receive.X), isAlternative);
            }
        }
    }

    private void Add(LockActKind kind, Node syntax, AccessPath? path, bool isAlternative = false) =>
        acts.Add(new LockAct(kind, block, node, syntax)
        {
            Path = path, IsDeferred = isDeferred, IsAlternative = isAlternative,
        });

    private void Call(CallExpr call)
    {
        if (file.TypeOf(call.Fun).IsType)
        {
            return;
        }

        var fun = Callees.Unparen(call.Fun);
        if (fun is SelectorExpr selector && (Group(call, selector) || Method(call, selector)))
        {
            return;
        }

        if (Callees.Of(file, call) is Builtin { Name: "close" } && call.Args is [var channel])
        {
            Add(LockActKind.Close, call, paths.Of(channel));
            return;
        }

        if (OnceFunction(call, fun))
        {
            return;
        }

        if (package.Bind(function, paths, fun) is { } callee)
        {
            acts.Add(new LockAct(LockActKind.Call, block, node, call)
            {
                Callee = callee with { Arguments = call.Args }, IsDeferred = isDeferred,
                IsDynamic = Callees.FunctionOf(file, call)?.Signature.Recv?.Type.Underlying is InterfaceType,
            });
            return;
        }

        if (fun is Ident ident && file.UseOf(ident) is Var { Kind: VarKind.Parameter } parameter)
        {
            Add(LockActKind.Callback, call, new AccessPath(parameter, []));
            return;
        }

        var receiver = fun is SelectorExpr dynamic ? paths.ReceiverOf(dynamic) : null;
        foreach (var target in package.DynamicCalls.Of(function, call))
        {
            acts.Add(new LockAct(LockActKind.Call, block, node, call)
            {
                Callee = new BoundFunction(target, receiver, call.Args), IsDeferred = isDeferred, IsDynamic = true,
            });
        }

        if (Library(call, fun))
        {
            return;
        }

        if (SynchronousCallbacks.Calls(file, call))
        {
            foreach (var argument in call.Args)
            {
                if (package.Bind(function, paths, argument) is { } given)
                {
                    acts.Add(new LockAct(LockActKind.Call, block, node, call) { Callee = given, IsDeferred = isDeferred });
                }
            }
        }

        foreach (var (argument, method) in Formatting.MethodsCalled(package.Flow, file, call))
        {
            acts.Add(new LockAct(LockActKind.Format, block, node, argument)
            {
                Callee = new BoundFunction(method, paths.Of(argument), []), IsDeferred = isDeferred,
            });
        }
    }

    // What is given to a function of another package, as far as its source tells what becomes of it.
    private bool Library(CallExpr call, Expr fun)
    {
        if (package.Libraries == null || Callees.FunctionOf(file, call) is not { Package: { } declared } callee
            || declared == package.Flow.Package.Package || !IsLibrary(declared.Path))
        {
            return false;
        }

        var given = new List<(int Index, BoundFunction Function)>();
        for (var i = 0; i < call.Args.Length; i++)
        {
            if (file.TypeOf(call.Args[i]).Type?.Underlying is Signature && package.Bind(function, paths, call.Args[i]) is { } bound
                && package.Locks.Touches(bound.Function))
            {
                given.Add((i, bound));
            }
        }

        var selector = fun as SelectorExpr;
        var isEnd = given.Count == 0 && callee.IsMethod && selector != null && package.Locks.Touches(function)
            && (S4Libraries.LifecycleInference.IsEnd(callee.Name) || callee.Name.StartsWith("Wait", StringComparison.Ordinal))
            && file.TypeOf(selector.X).Type is { } type && package.IsGivenFunctions(type);
        if ((given.Count == 0 && !isEnd) || package.Libraries.Of(callee) is not { } known)
        {
            return false;
        }

        var receiver = selector != null ? paths.ReceiverOf(selector) : null;
        if (isEnd && known.Waits && receiver != null)
        {
            Add(LockActKind.Wait, call, receiver);
            return true;
        }

        foreach (var (index, bound) in given)
        {
            if (known.Runs.Contains(index))
            {
                acts.Add(new LockAct(LockActKind.Call, block, node, call) { Callee = bound, IsDeferred = isDeferred });
            }
            else if (known.Keeps.Contains(index) && receiver != null)
            {
                acts.Add(new LockAct(LockActKind.Spawn, block, node, call) { Path = receiver, Callee = bound });
            }
        }

        return false;
    }

    // Not the standard library: what matters of that is known.
    private static bool IsLibrary(string path) => path.Split('/')[0].Contains('.', StringComparison.Ordinal);

    // A pool of workers that is not on disk.
    private bool IsPool(SelectorExpr selector) => selector.Sel.Name is "Submit" or "Schedule" or "StopWait" or "StopAndWait"
        && file.UseOf(selector.Sel) is UnknownObject;

    // errgroup.Group, tomb.Tomb, and what else has a Go and a Wait.
    private bool Group(CallExpr call, SelectorExpr selector)
    {
        var isStart = selector.Sel.Name is "Go" or "TryGo";
        if ((!isStart && selector.Sel.Name != "Wait" && !IsPool(selector)) || paths.ReceiverOf(selector) is not { } path
            || file.TypeOf(selector.X).Type is not { } type)
        {
            return false;
        }

        var partner = isStart ? "Wait" : "Go";
        if (file.UseOf(selector.Sel) is not UnknownObject
            && Lookup.FieldOrMethod(type, true, package.Flow.Package.Package, partner).Obj is not Func)
        {
            return false;
        }

        if (selector.Sel.Name is "Wait" or "StopWait" or "StopAndWait")
        {
            Add(LockActKind.Wait, call, path);
            return true;
        }

        if (call.Args is not [var started])
        {
            return false;
        }

        // wrap(s.run): whatever the wrapper does, it is there to run it.
        var inner = Callees.Unparen(started) is CallExpr { Args: [var wrapped] } ? wrapped : started;
        if (package.Bind(function, paths, inner) is { } callee)
        {
            acts.Add(new LockAct(LockActKind.Spawn, block, node, call) { Path = path, Callee = callee });
        }

        return true;
    }

    private bool Method(CallExpr call, SelectorExpr selector)
    {
        if (LockMethods.Of(package.Flow, file, selector) is { } method)
        {
            if (method.Action == LockAction.Acquire && call.Args.IsEmpty)
            {
                var path = paths.ReceiverOf(selector);
                var (type, name) = LockClasses.Of(file, function, selector, path);
                acts.Add(new LockAct(LockActKind.Take, block, node, call)
                {
                    Path = path, Class = type, Name = name, IsRead = method.IsRead, IsStandard = method.IsStandard,
                    IsDeferred = isDeferred,
                });
            }

            return true;
        }

        if (file.UseOf(selector.Sel) is not Func { IsMethod: true, Package.Path: "sync" } sync)
        {
            return false;
        }

        switch (Callees.ReceiverName(sync), sync.Name)
        {
            case ("WaitGroup", "Wait"):
                Add(LockActKind.Wait, call, paths.ReceiverOf(selector));
                return true;
            case ("WaitGroup", "Done"):
                Add(LockActKind.Done, call, paths.ReceiverOf(selector));
                return true;
            case ("Cond", "Wait"):
                Add(LockActKind.CondWait, call, paths.ReceiverOf(selector));
                return true;
            case ("Cond", "Signal" or "Broadcast"):
                Add(LockActKind.CondSignal, call, paths.ReceiverOf(selector));
                return true;
            case ("Once", "Do"):
                acts.Add(new LockAct(LockActKind.Once, block, node, call)
                {
                    Path = paths.ReceiverOf(selector), IsDeferred = isDeferred,
                    Callee = call.Args is [var once] ? package.Bind(function, paths, once) : null,
                });
                return true;
            default:
                return false;
        }
    }

    // A call of what sync.OnceFunc made.
    private bool OnceFunction(CallExpr call, Expr fun)
    {
        var variable = fun switch
        {
            Ident ident => file.UseOf(ident) as Var,
            SelectorExpr field => file.UseOf(field.Sel) as Var,
            _ => null,
        };
        if (variable == null || package.OnceFunctions.Of(variable) is not { } made || paths.Of(fun) is not { } path)
        {
            return false;
        }

        var receiver = path.Steps.IsEmpty ? null : new AccessPath(path.Root, path.Steps.RemoveAt(path.Steps.Length - 1));
        acts.Add(new LockAct(LockActKind.Once, block, node, call)
        {
            Path = path, IsDeferred = isDeferred, Callee = new BoundFunction(made, receiver, []),
        });
        return true;
    }
}
