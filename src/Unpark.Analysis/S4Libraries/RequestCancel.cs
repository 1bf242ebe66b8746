using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// The functions that end the context of a request: with it the transport closes the connection, whether the body of the
/// response was closed or not.
/// </summary>
internal static class RequestCancel
{
    /// <summary>The variables of the function, or one around it, that hold the cancel functions of a request's context.</summary>
    public static List<Var> Of(FlowFunction function, CallExpr call)
    {
        var contexts = new List<Var>();
        foreach (var argument in call.Args)
        {
            AddContexts(function, argument, contexts);
        }

        var cancels = new List<Var>();
        foreach (var context in contexts)
        {
            for (var owner = function; owner != null; owner = owner.Outer)
            {
                foreach (var made in owner.Calls)
                {
                    if (Callees.FunctionOf(owner.File, made) is { Package.Path: "context", Name: var name } && name.StartsWith("With", StringComparison.Ordinal)
                        && ResultUse.Of(owner, made, 0).ToVariable(owner, made)?.Variable == context
                        && ResultUse.Of(owner, made, 1).ToVariable(owner, made) is { Variable: var cancel } && !cancels.Contains(cancel))
                    {
                        cancels.Add(cancel);
                    }
                }
            }
        }

        return cancels;
    }

    /// <summary>True if a use of the variable is a call of the function, by the function itself or a deferred call of it.</summary>
    public static bool IsCall(FlowFunction function, Ident use)
    {
        if (function.Parents.Of(use) is not CallExpr call || call.Fun != use)
        {
            return false;
        }

        for (Node? at = call, parent = function.Parents.Of(call); parent != null && at != function.Syntax;
            at = parent, parent = function.Parents.Of(parent))
        {
            if (at is FuncLit && !(parent is CallExpr run && run.Fun == at && function.Parents.Of(run) is DeferStmt))
            {
                return false;
            }
        }

        return true;
    }

    // ctx, req of http.NewRequestWithContext(ctx, ...), req.WithContext(ctx)
    private static void AddContexts(FlowFunction function, Expr argument, List<Var> contexts)
    {
        argument = Callees.Unparen(argument);
        switch (argument)
        {
            case Ident name when function.File.UseOf(name) is Var { IsField: false } variable:
                if (GoTypes.IsNamed(variable.Type, "context", "Context"))
                {
                    contexts.Add(variable);
                }
                else if (GoTypes.IsNamed(variable.Type, "net/http", "Request"))
                {
                    foreach (var made in function.Calls)
                    {
                        if (ResultUse.Of(function, made, 0).ToVariable(function, made)?.Variable == variable)
                        {
                            AddContexts(function, made, contexts);
                        }
                    }
                }

                break;
            case CallExpr call when Callees.NameOf(call) is { Name: "NewRequestWithContext" or "WithContext" or "Clone" }:
                foreach (var inner in call.Args)
                {
                    if (Callees.Unparen(inner) is Ident context && function.File.UseOf(context) is Var given
                        && GoTypes.IsNamed(given.Type, "context", "Context"))
                    {
                        contexts.Add(given);
                    }
                }

                break;
        }
    }
}
