using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Tells in which goroutines a function runs, by the functions these begin with: one that a go statement starts, or one that
/// somebody outside may call.
/// </summary>
internal sealed class Entries
{
    private const int MostFunctions = 200;
    private readonly FlowPackage package;
    private readonly Dictionary<FlowFunction, HashSet<FlowFunction>> found = [];

    public Entries(FlowPackage package)
    {
        this.package = package;
    }

    /// <summary>The functions with which the goroutines begin that a function may run in.</summary>
    public IReadOnlySet<FlowFunction> Of(FlowFunction function)
    {
        if (found.TryGetValue(function, out var entries))
        {
            return entries;
        }

        entries = [];
        found.Add(function, entries);
        var seen = new HashSet<FlowFunction> { function };
        var work = new Stack<FlowFunction>();
        work.Push(function);
        while (work.TryPop(out var at))
        {
            if (seen.Count > MostFunctions)
            {
                entries.Add(at);
                continue;
            }

            foreach (var caller in CallersOf(at, entries))
            {
                if (seen.Add(caller))
                {
                    work.Push(caller);
                }
            }
        }

        return entries;
    }

    /// <summary>True if two functions only ever run one after the other: both in one goroutine that begins with the same function.</summary>
    public bool AreSequential(FlowFunction x, FlowFunction y)
    {
        var first = Of(x);
        return first.Count == 1 && first.SetEquals(Of(y));
    }

    private List<FlowFunction> CallersOf(FlowFunction function, HashSet<FlowFunction> entries)
    {
        var callers = new List<FlowFunction>();
        if (function.Syntax is FuncLit)
        {
            // What is handed to a call may be run by it at once.
            var (run, _) = LiteralRuns.Of(function);
            if (function.Outer is { } outer && (run is LiteralRun.Called or LiteralRun.Deferred
                || (run == LiteralRun.Unknown && function.Parents.Of(function.Syntax) is CallExpr)))
            {
                callers.Add(outer);
            }
            else
            {
                entries.Add(function);
            }

            return callers;
        }

        foreach (var (caller, call) in package.CallGraph.CallersOf(function))
        {
            if (caller.Parents.Of(call) is GoStmt)
            {
                entries.Add(function);
            }
            else
            {
                callers.Add(caller);
            }
        }

        if (package.CallGraph.IsOpen(function))
        {
            entries.Add(function);
        }

        return callers;
    }
}
