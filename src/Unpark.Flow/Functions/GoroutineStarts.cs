using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Which functions of a package run as goroutines: those of go statements, those given to a <c>Go</c> method such as
/// that of an error group or a WaitGroup, and what these call.
/// </summary>
public sealed class GoroutineStarts
{
    private const int LongestChain = 4;
    private readonly Dictionary<FlowFunction, List<GoroutineStart>> starts = [];

    /// <summary>Collects the starts. O(calls).</summary>
    internal GoroutineStarts(FlowPackage package)
    {
        foreach (var function in package.Functions)
        {
            foreach (var go in function.Goroutines)
            {
                if (Called(function, go.Call) is { } started)
                {
                    Add(started, new GoroutineStart(function, go));
                }
            }

            foreach (var call in function.Calls)
            {
                if (Callees.NameOf(call) is { Name: "Go" } && call.Args is [var argument] && Given(function, argument) is { } started)
                {
                    Add(started, new GoroutineStart(function, call));
                }
            }
        }

        Spread(package);
    }

    /// <summary>The places at which a function is started, or one that calls it, in no order.</summary>
    public IReadOnlyList<GoroutineStart> Of(FlowFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return starts.TryGetValue(function, out var found) ? found : [];
    }

    /// <summary>The function of this package that a go statement starts; null if it is not known.</summary>
    public static FlowFunction? StartedBy(FlowFunction function, GoStmt go)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(go);
        return Called(function, go.Call);
    }

    private static FlowFunction? Called(FlowFunction function, CallExpr call) =>
        Callees.Unparen(call.Fun) is FuncLit literal ? function.Package.FunctionOf(literal)
        : Callees.FunctionOf(function.File, call) is { } callee ? function.Package.FunctionOf(callee)
        : null;

    private static FlowFunction? Given(FlowFunction function, Expr argument) => Callees.Unparen(argument) switch
    {
        FuncLit literal => function.Package.FunctionOf(literal),
        Ident name => function.File.UseOf(name) is Func f ? function.Package.FunctionOf(f) : null,
        SelectorExpr { Sel: var name } => function.File.UseOf(name) is Func f ? function.Package.FunctionOf(f) : null,
        _ => null,
    };

    private void Add(FlowFunction function, GoroutineStart start)
    {
        if (!starts.TryGetValue(function, out var list))
        {
            list = [];
            starts.Add(function, list);
        }

        if (!list.Contains(start))
        {
            list.Add(start);
        }
    }

    // What a goroutine calls runs in it.
    private void Spread(FlowPackage package)
    {
        var fresh = new List<FlowFunction>(starts.Keys);
        for (var depth = 0; depth < LongestChain && fresh.Count > 0; depth++)
        {
            var next = new List<FlowFunction>();
            foreach (var function in fresh)
            {
                foreach (var call in function.Calls)
                {
                    if (Callees.FunctionOf(function.File, call) is { } callee && package.FunctionOf(callee) is { } called
                        && called != function && !starts.ContainsKey(called) && function.Parents.Of(call) is ExprStmt or ReturnStmt)
                    {
                        next.Add(called);
                        foreach (var start in starts[function].ToArray())
                        {
                            Add(called, start);
                        }
                    }
                }
            }

            fresh = next;
        }
    }
}
