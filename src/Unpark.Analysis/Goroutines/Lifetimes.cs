using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Goroutines;

/// <summary>Tells which code runs once for the life of the process.</summary>
internal static class Lifetimes
{
    private const int LongestChain = 4;

    /// <summary>
    /// True for main and init, literals in them that are called or started there, and functions of package main that
    /// nothing else calls or starts.
    /// </summary>
    public static bool IsForTheProcess(FlowFunction function) => IsForTheProcess(function, 0);

    private static bool IsForTheProcess(FlowFunction function, int depth)
    {
        var root = function.Root;
        var isMain = root.Package.Package.Package.Name == "main";
        if (root.Syntax is not FuncDecl { Name.Name: var name } decl)
        {
            // A literal of a package-level variable: the Run of a command, most often.
            return isMain;
        }

        if (decl.Recv == null && (name == "init" || (name == "main" && isMain)))
        {
            return !IsStartedInLoop(function);
        }

        if (!isMain || depth == LongestChain || IsHandler(function))
        {
            return false;
        }

        var callers = root.Package.CallGraph.CallersOf(root);
        return callers.Count == 1 && !IsInLoop(callers[0].Caller, callers[0].Call)
            && IsForTheProcess(callers[0].Caller, depth + 1);
    }

    /// <summary>True if the node stands in a loop of its function, a literal's own function not left.</summary>
    public static bool IsInLoop(FlowFunction function, Node node) => LoopAround(function, node) != null;

    /// <summary>The innermost loop of its function that a node stands in the body of, or null.</summary>
    public static Stmt? LoopAround(FlowFunction function, Node node)
    {
        for (Node? at = function.Parents.Of(node), inner = node; at != null && at != function.Syntax;
            inner = at, at = function.Parents.Of(at))
        {
            if ((at is ForStmt loop && loop.Body == inner) || (at is RangeStmt range && range.Body == inner))
            {
                return (Stmt)at;
            }
        }

        return null;
    }

    /// <summary>True if the function, or one it is written in, answers HTTP requests.</summary>
    public static bool IsHandler(FlowFunction function)
    {
        for (var at = function; at != null; at = at.Outer)
        {
            foreach (var field in at.Type.Params.List)
            {
                if (field.Type != null && GoTypes.IsNamed(at.File.TypeOf(field.Type).Type, "net/http", "ResponseWriter"))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // for _, x := range xs { go func() {...}() }
    private static bool IsStartedInLoop(FlowFunction function)
    {
        for (var at = function; at.Outer != null; at = at.Outer)
        {
            if (IsInLoop(at.Outer, at.Syntax))
            {
                return true;
            }
        }

        return false;
    }
}
