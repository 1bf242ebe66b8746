using Unpark.Analysis.S5Http;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S8Panics;

/// <summary>The functions of a package that run under a recover, so that the process goes on after a panic in them.</summary>
internal sealed class RecoveredFunctions
{
    private const int MaxDepth = 4;
    private readonly Dictionary<FlowFunction, Recovery> recovered = [];

    public RecoveredFunctions(FlowPackage package)
    {
        var work = new Queue<(FlowFunction Function, int Depth)>();
        foreach (var (function, defer) in package.Spawns.Defers)
        {
            if (!PackageContext.IsTest(function.File) && package.CallsIn(function.File).Recovers(defer) && !PanicsAgain(package, function, defer)
                && recovered.TryAdd(function, new Recovery("the function recovers", SourceSpan.Of(function.File.Tree.File, defer), defer)))
            {
                work.Enqueue((function, 0));
            }
        }

        foreach (var function in package.Functions)
        {
            if (!recovered.ContainsKey(function) && !PackageContext.IsTest(function.File)
                && HandlerParameters.Of(function) is { IsPooled: false } && package.Package.Package.Path != "net/http")
            {
                recovered.Add(function, new Recovery("net/http recovers the panics of handlers",
                    SourceSpan.Of(function.File.Tree.File, function.Type), null));
                work.Enqueue((function, 0));
            }
        }

        while (work.TryDequeue(out var item))
        {
            if (item.Depth < MaxDepth)
            {
                Spread(package, item.Function, item.Depth, work);
            }
        }
    }

    /// <summary>Who recovers the panics of a function; null if nobody is known to.</summary>
    public Recovery? Of(FlowFunction function) => recovered.GetValueOrDefault(function);

    // After its clean-up it lets the panic go on.
    private static bool PanicsAgain(FlowPackage package, FlowFunction function, DeferStmt defer) =>
        NodeSearch.Any(package.TargetOf(function.File, defer.Call)?.Body, n => n is CallExpr { Fun: Ident { Name: "panic" } });

    // Panics of what is called reach the caller; what is started with go has nobody to recover it.
    private void Spread(FlowPackage package, FlowFunction function, int depth, Queue<(FlowFunction Function, int Depth)> work)
    {
        var by = recovered[function];
        var file = function.File.Tree.File;
        foreach (var call in function.Calls)
        {
            if (function.Parents.Of(call) is GoStmt or DeferStmt)
            {
                continue;
            }

            if (package.TargetOf(function.File, call) is { } callee)
            {
                var name = function.Name.Length > 0 ? function.Name : "a function";
                if (recovered.TryAdd(callee, by.Defer != null ? new Recovery($"{name} calls it and recovers",
                    SourceSpan.Of(file, by.Defer), null) : new Recovery(by.Reason, SourceSpan.Of(file, call), null)))
                {
                    work.Enqueue((callee, depth + 1));
                }
            }
            else if (Callees.Of(function.File, call) is Var { Kind: VarKind.Parameter } parameter && by.Defer != null)
            {
                SpreadToArguments(package, function.Root, parameter, by, 0);
            }
        }
    }

    // func Go(f func()) { go func() { defer recover...; f() }() }: what is handed to Go runs under its recover.
    private void SpreadToArguments(FlowPackage package, FlowFunction function, Var parameter, Recovery by, int depth)
    {
        if (function.Object == null || depth == MaxDepth)
        {
            return;
        }

        var index = 0;
        foreach (var field in function.Type.Params.List)
        {
            foreach (var name in field.Names)
            {
                if (function.File.DefOf(name) == parameter)
                {
                    foreach (var (caller, call) in package.CallGraph.CallersOf(function))
                    {
                        if (index >= call.Args.Length)
                        {
                            continue;
                        }

                        var argument = Callees.Unparen(call.Args[index]);
                        if (argument is FuncLit literal && package.FunctionOf(literal) is { } body)
                        {
                            recovered.TryAdd(body, new Recovery($"{function.Object.Name} recovers what it runs", by.Place, null));
                        }
                        else if (argument is Ident handed && caller.File.UseOf(handed) is Var { Kind: VarKind.Parameter } own)
                        {
                            SpreadToArguments(package, caller.Root, own, by, depth + 1);
                        }
                    }

                    return;
                }

                index++;
            }
        }
    }
}
