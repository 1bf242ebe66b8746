using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>Tells which functions run once in a process: main and init, what initializes variables, what Once runs.</summary>
internal sealed class ProcessSetup
{
    private const int MaxDepth = 4;
    private readonly FlowPackage package;
    private HashSet<GoObject>? initializing;

    public ProcessSetup(FlowPackage package)
    {
        this.package = package;
    }

    /// <summary>True if the function is known to run once, as far as the package tells.</summary>
    public bool RunsOnce(FlowFunction function) => RunsOnce(function, 0);

    private bool RunsOnce(FlowFunction function, int depth)
    {
        if (function.Object is not { } named)
        {
            // What a variable of the package holds is a command of a program, or a value that is made at the start.
            return function.Outer == null || IsForOnce(function)
                || (function.Outer.Parents.Of(function.Syntax) is CallExpr call && call.Fun == function.Syntax
                    && RunsOnce(function.Outer, depth));
        }

        var isMain = package.Package.Package.Name == "main";
        if (!named.IsMethod && (named.Name is "init" or "TestMain" || (named.Name == "main" && isMain)))
        {
            return true;
        }

        if (depth == MaxDepth || (named.Exported && !isMain))
        {
            return false;
        }

        var callers = package.CallGraph.CallersOf(function);
        var isInitializing = (initializing ??= Initializing()).Contains(named);
        return callers.Count + (isInitializing ? 1 : 0) > 0 && callers.All(c => RunsOnce(c.Caller, depth + 1))
            && (isInitializing || !package.CallGraph.IsOpen(function));
    }

    private static bool IsForOnce(FlowFunction literal) =>
        literal.Outer?.Parents.Of(literal.Syntax) is CallExpr call && call.Fun != literal.Syntax
        && (Callees.FunctionOf(literal.File, call) is { Package.Path: "sync" }
            || Callees.NameOf(call) is { Name: "OnceFunc" or "OnceValue" or "OnceValues" });

    private HashSet<GoObject> Initializing()
    {
        var found = new HashSet<GoObject>(ReferenceEqualityComparer.Instance);
        foreach (var file in package.Package.Files)
        {
            foreach (var decl in file.Tree.Root.Decls)
            {
                if (decl is GenDecl { Tok: TokenKind.Var })
                {
                    foreach (var call in NodeSearch.All<CallExpr>(decl, literals: false))
                    {
                        if (Callees.FunctionOf(file, call) is { } callee)
                        {
                            found.Add(callee);
                        }
                    }
                }
            }
        }

        return found;
    }
}
