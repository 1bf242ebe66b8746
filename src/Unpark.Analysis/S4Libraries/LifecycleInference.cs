using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// Finds the lifecycles of a package in its source. What a goroutine waits for and what a method lets happen are told apart
/// by the field that both use: two values of one type are taken for the same.
/// </summary>
public sealed class LifecycleInference
{
    private const int MaxDepth = 4;
    private const int MaxImplementations = 8;
    private readonly FlowPackage package;
    private readonly SignalKeys keys;
    private readonly Dictionary<FlowFunction, ImmutableArray<LifecycleSignal>> ends = [];
    private readonly List<(Func Method, FlowFunction Body)> methods = [];
    private readonly Dictionary<string, List<FlowFunction>> byName = new(StringComparer.Ordinal);

    private readonly bool isOwn;

    private LifecycleInference(FlowPackage package, bool isOwn)
    {
        this.package = package;
        this.isOwn = isOwn;
        keys = new SignalKeys(package);
        foreach (var function in package.Functions)
        {
            if (function.Object is not { IsMethod: true } method || IsTest(function))
            {
                continue;
            }

            if (isOwn ? IsEnd(char.ToUpperInvariant(method.Name[0]) + method.Name[1..]) : method.Exported && IsEnd(method.Name))
            {
                methods.Add((method, function));
            }

            if (!byName.TryGetValue(method.Name, out var named))
            {
                named = [];
                byName.Add(method.Name, named);
            }

            named.Add(function);
        }
    }

    /// <summary>The lifecycles of the exported constructors of a package whose bodies are checked, in source order.</summary>
    public static ImmutableArray<InferredLifecycle> Of(TypedPackage package, CancellationToken cancellation = default) =>
        Of(new FlowPackage(package), cancellation);

    /// <summary>True if the name of a method says that it ends something.</summary>
    public static bool IsEnd(string method)
    {
        ArgumentNullException.ThrowIfNull(method);
        foreach (var word in (ReadOnlySpan<string>)["Close", "Stop", "Shutdown", "ShutDown", "Cancel", "Drain", "Unsubscribe",
            "Release", "Destroy", "Kill", "Quit", "Disconnect", "Terminate", "Dispose", "Teardown", "Cleanup"])
        {
            if (method.StartsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        // AsyncClose, GracefulStop
        foreach (var word in (ReadOnlySpan<string>)["Close", "Stop", "Shutdown"])
        {
            if (method.EndsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return method is "End" or "Finish" or "Exit" or "Wait";
    }

    internal static bool TakesContext(Func method) =>
        method.Signature.Params.Vars is [var only] && GoTypes.IsNamed(only.Type, "context", "Context");

    /// <summary>The lifecycles of all constructors of a package, for the package itself: those it does not export too.</summary>
    internal static ImmutableArray<InferredLifecycle> OfOwn(FlowPackage package, CancellationToken cancellation) =>
        package.Spawns.Goes.IsEmpty ? [] : Of(new LifecycleInference(package, true), cancellation);

    internal static ImmutableArray<InferredLifecycle> Of(FlowPackage package, CancellationToken cancellation) =>
        Of(new LifecycleInference(package, false), cancellation);

    private static ImmutableArray<InferredLifecycle> Of(LifecycleInference inference, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<InferredLifecycle>();
        if (inference.methods.Count == 0)
        {
            return [];
        }

        foreach (var function in inference.package.Functions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (function.Object is { IsMethod: false } constructor && (inference.isOwn || constructor.Exported) && !IsTest(function)
                && ResultOf(constructor) is { } result)
            {
                inference.Infer(function, constructor, result, found);
            }
        }

        return found.ToImmutable();
    }

    private static bool IsTest(FlowFunction function) => PackageContext.IsTest(function.File);

    // A pointer, interface or struct of the package.
    private static GoType? ResultOf(Func constructor) =>
        constructor.Signature.Results.Vars is [var first, ..]
        && GoTypes.Deref(first.Type) is NamedType { Obj.Package: var declared, Underlying: StructType or InterfaceType }
        && declared == constructor.Package
            ? first.Type
            : null;

    private void Infer(FlowFunction function, Func constructor, GoType result,
        ImmutableArray<InferredLifecycle>.Builder found)
    {
        var starts = new List<GoroutineStart>();
        Collect(function, SignalBinding.Empty, false, 0, [], starts);
        var isShared = starts.Count > 0 && KnownToOthers.Is(function);
        foreach (var start in starts)
        {
            var waits = new List<LifecycleSignal>();
            CollectWaits(start.Body, start.Binding, 0, [], waits);
            InferredLifecycle? best = null;
            foreach (var wait in waits)
            {
                foreach (var (method, body) in methods)
                {
                    if ((best == null || IsBetter(method, best.Method))
                        && Find(EndsOf(body, 0, []), wait) is { } end && HasMethod(result, method))
                    {
                        best = new InferredLifecycle(constructor, NameOf(result), method,
                            SourceSpan.Of(start.Function.File.Tree.File, start.Statement),
                            SourceSpan.Of(wait.File.Tree.File, wait.Node), wait.Text,
                            SourceSpan.Of(end.File.Tree.File, end.Node), end.Text)
                        {
                            IsConditional = start.IsConditional,
                            IsShared = isShared,
                            IsOwn = isOwn,
                            IsEndless = EndlessBody.Is(this, start.Body),
                            Methods = [.. methods.Where(m => HasMethod(result, m.Method)).Select(m => m.Method).DistinctBy(m => m.Name)],
                            Parameter = waits.Find(w => w.Key.Kind == VarKind.Parameter)?.Key.Name,
                        };
                    }
                }
            }

            if (best != null && !found.Any(f => f.Constructor == constructor && f.Method == best.Method
                && f.Goroutine == best.Goroutine))
            {
                found.Add(best);
            }
        }
    }

    private static bool IsBetter(Func method, Func than) =>
        method.Name is "Close" or "Stop" or "Shutdown" && than.Name is not ("Close" or "Stop" or "Shutdown");

    private static string NameOf(GoType type)
    {
        var star = GoTypes.Unalias(type) is PointerType ? "*" : "";
        return star + ((NamedType)GoTypes.Deref(type)).Obj.Name;
    }

    // The method of the result, promoted or behind an interface.
    private static bool HasMethod(GoType result, Func method)
    {
        if (Lookup.FieldOrMethod(result, true, method.Package, method.Name).Obj is not Func found)
        {
            return false;
        }

        return found.Origin == method.Origin || found.Signature.Recv?.Type.Underlying is InterfaceType;
    }

    private LifecycleSignal? Find(ImmutableArray<LifecycleSignal> signals, LifecycleSignal wait)
    {
        foreach (var signal in signals)
        {
            if (keys.Ends(signal, wait))
            {
                return signal;
            }
        }

        return null;
    }

    // The goroutines that a function starts, itself or through functions of the package.
    private void Collect(FlowFunction function, SignalBinding binding, bool isConditional, int depth,
        HashSet<FlowFunction> seen, List<GoroutineStart> starts)
    {
        if (depth > MaxDepth || !seen.Add(function))
        {
            return;
        }

        foreach (var call in function.Calls)
        {
            var conditional = isConditional || IsConditional(function, call);
            var statement = function.Parents.Of(call) as GoStmt;
            foreach (var target in TargetsOf(function, call))
            {
                var inner = binding.With(keys, function, call, target);
                if (statement != null)
                {
                    starts.Add(new GoroutineStart(function, statement, target, inner, conditional));
                }
                else
                {
                    Collect(target, inner, conditional, depth + 1, seen, starts);
                }
            }

            // go recovering(x.loop)
            for (var i = 0; statement != null && i < call.Args.Length; i++)
            {
                if (BodyOf(function, call.Args[i]) is { } run)
                {
                    starts.Add(new GoroutineStart(function, statement, run, binding, conditional));
                }
            }
        }

        // wg.Go(func() { … }) and group.Go(x.loop).
        foreach (var call in function.Calls)
        {
            if (Callees.NameOf(call)?.Name == "Go" && call.Fun is SelectorExpr && call.Args is [.., var run]
                && BodyOf(function, run) is { } target)
            {
                starts.Add(new GoroutineStart(function, call, target, binding, isConditional || IsConditional(function, call)));
            }
        }
    }

    private static bool IsConditional(FlowFunction function, Node node)
    {
        var inner = node;
        for (var at = function.Parents.Of(node); at != null && at != function.Syntax; inner = at, at = function.Parents.Of(at))
        {
            if (at is IfStmt choice ? inner != choice.Init && inner != choice.Cond : at is CaseClause or CommClause)
            {
                return true;
            }
        }

        return false;
    }

    private FlowFunction? BodyOf(FlowFunction function, Expr run) => Callees.Unparen(run) switch
    {
        FuncLit literal => package.FunctionOf(literal),
        Ident name when function.File.UseOf(name) is Func f => package.FunctionOf(f),
        SelectorExpr { Sel: var name } when function.File.UseOf(name) is Func f => package.FunctionOf(f),
        _ => null,
    };

    // What a call may call: of a method of an interface of the package the methods of its types.
    private List<FlowFunction> TargetsOf(FlowFunction function, CallExpr call)
    {
        if (Callees.Unparen(call.Fun) is FuncLit literal)
        {
            return package.FunctionOf(literal) is { } called ? [called] : [];
        }

        if (Callees.FunctionOf(function.File, call) is not { } callee)
        {
            return [];
        }

        if (package.FunctionOf(callee) is { } body)
        {
            return [body];
        }

        return callee.IsMethod && callee.Package == package.Package.Package && byName.TryGetValue(callee.Name, out var named)
            && named.Count <= MaxImplementations
            ? named
            : [];
    }

    // What lets a goroutine with this body end.
    private void CollectWaits(FlowFunction function, SignalBinding binding, int depth, HashSet<FlowFunction> seen,
        List<LifecycleSignal> waits)
    {
        if (depth > MaxDepth || !seen.Add(function))
        {
            return;
        }

        var before = waits.Count;
        var collector = new WaitCollector(keys, function, binding, waits);
        collector.Visit(function.Body);
        if (depth > 0 && function.Type.Results == null && function.LoopStatements.IsEmpty)
        {
            // A function that has no loop of its own and gives nothing ends nothing but itself when it returns.
            for (var i = waits.Count - 1; i >= before; i--)
            {
                if (waits[i].Kind == SignalKind.Flag)
                {
                    waits.RemoveAt(i);
                }
            }
        }

        foreach (var call in function.Calls)
        {
            if (function.Parents.Of(call) is GoStmt)
            {
                continue;
            }

            foreach (var target in TargetsOf(function, call))
            {
                CollectWaits(target, binding.With(keys, function, call, target), depth + 1, seen, waits);
            }
        }
    }

    // What calling a function lets end.
    private ImmutableArray<LifecycleSignal> EndsOf(FlowFunction function, int depth, HashSet<FlowFunction> seen)
    {
        if (ends.TryGetValue(function, out var known))
        {
            return known;
        }

        if (depth > MaxDepth || !seen.Add(function))
        {
            return [];
        }

        var collector = new EndCollector(keys, function);
        collector.Visit(function.Body);
        var found = ImmutableArray.CreateBuilder<LifecycleSignal>();
        found.AddRange(collector.Found);
        AddCalled(function);
        if (depth == 0)
        {
            ends[function] = found.ToImmutable();
        }

        return found.ToImmutable();

        void AddCalled(FlowFunction caller)
        {
            foreach (var call in caller.Calls)
            {
                foreach (var target in TargetsOf(caller, call))
                {
                    found.AddRange(EndsOf(target, depth + 1, seen));
                }
            }

            foreach (var literal in caller.Literals)
            {
                AddCalled(literal);
            }
        }
    }

    /// <summary>Tells whether a goroutine goes on until it is told to end: it has a loop that nothing counts.</summary>
    private static class EndlessBody
    {
        public static bool Is(LifecycleInference inference, FlowFunction body, int depth = 0) =>
            NodeSearch.Any(body.Body, node => node switch
            {
                ForStmt loop => loop.Post == null,
                RangeStmt range => body.File.TypeOf(range.X).Type?.Underlying is ChanType,
                _ => false,
            }, literals: false)
            || (body.Body.List is [.., ExprStmt { X: UnaryExpr { Op: TokenKind.Arrow } }] or [ExprStmt { X: UnaryExpr { Op: TokenKind.Arrow } }, ..])
            || (depth < MaxDepth && body.Calls.Any(call => body.Parents.Of(call) is not GoStmt
                && inference.TargetsOf(body, call) is [var only] && only != body && Is(inference, only, depth + 1)));
    }

    private sealed record GoroutineStart(FlowFunction Function, Node Statement, FlowFunction Body, SignalBinding Binding,
        bool IsConditional);
}
