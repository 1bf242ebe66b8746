using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>Looks in a goroutine for what is of no use once the handler has returned.</summary>
internal sealed class HandlerUses(FlowFunction function, HandlerParameters handler, GoStmt statement)
{
    private readonly TypedFile file = function.File;

    /// <summary>The first such use, or null.</summary>
    public (Node Place, string Message)? Find()
    {
        foreach (var ident in NodeSearch.All<Ident>(statement))
        {
            if (file.UseOf(ident) is not Var { IsField: false } variable)
            {
                continue;
            }

            if (variable == handler.Writer)
            {
                if (handler.IsPooled)
                {
                    if (function.Parents.Of(ident) is not SelectorExpr { Sel.Name: "Copy" })
                    {
                        return (ident, $"the goroutine uses {ident.Name} after the handler has returned: by then the framework "
                            + "has given it to another request");
                    }
                }
                else if (!IsBehind(ident, "Header"))
                {
                    return (ident, $"the goroutine writes to {ident.Name} after the handler has returned: the answer is over by then");
                }
            }
            else if (variable == handler.Request)
            {
                if (IsBehind(ident, "Body"))
                {
                    return (ident, $"the goroutine reads {ident.Name}.Body after the handler has returned: it is closed by then");
                }

                if (IsBehind(ident, "Context") && function.Parents.Of(ident) is SelectorExpr selector
                    && function.Parents.Of(selector) is CallExpr call && IsAsked(call))
                {
                    return (ident, ContextMessage($"{ident.Name}.Context()"));
                }
            }
            else if (IsContextOfRequest(variable, 0) && IsAsked(ident))
            {
                return (ident, ContextMessage(ident.Name));
            }
        }

        return null;
    }

    private static string ContextMessage(string name) =>
        $"the goroutine works under {name}, which is cancelled when the handler returns: what it does is cut off then";

    private bool IsBehind(Ident ident, string member) =>
        function.Parents.Of(ident) is SelectorExpr { Sel.Name: var name } selector && selector.X == ident && name == member;

    // ctx := r.Context(), or a context made of it, by the handler and not by the goroutine.
    private bool IsContextOfRequest(Var variable, int depth)
    {
        if (depth > 3 || handler.Request == null || !Waiting.IsContext(variable.Type)
            || function.Locals.Of(variable) is not { } local || local.Function != function || local.Assignments != 1
            || DeclarationOf(variable) is not { Rhs: [var value] } || Callees.Unparen(value) is not CallExpr call)
        {
            return false;
        }

        if (call.Fun is SelectorExpr { Sel.Name: "Context", X: var owner })
        {
            return Callees.Unparen(owner) is Ident request && file.UseOf(request) == handler.Request;
        }

        return Callees.NameOf(call)?.Name is "WithCancel" or "WithTimeout" or "WithDeadline" or "WithValue" or "WithCancelCause"
            && call.Args is [var parent, ..] && (Callees.Unparen(parent) switch
            {
                Ident name => file.UseOf(name) is Var outer && IsContextOfRequest(outer, depth + 1),
                CallExpr { Fun: SelectorExpr { Sel.Name: "Context", X: Ident request } } => file.UseOf(request) == handler.Request,
                _ => false,
            });
    }

    private AssignStmt? DeclarationOf(Var variable) =>
        (AssignStmt?)NodeSearch.First(function.Body, node => node is AssignStmt { Tok: TokenKind.Define } assign
            && assign.Lhs.Any(l => l is Ident ident && file.DefOf(ident) == variable), literals: false);

    // Handed to something that works under it; not only asked for a value, and not made independent.
    private bool IsAsked(Expr context)
    {
        var parent = function.Parents.Of(context);
        if (parent is not CallExpr call || call.Fun == context)
        {
            return false;
        }

        var name = Callees.NameOf(call)?.Name ?? "";
        return name != "WithoutCancel" && !name.Contains("FromContext", StringComparison.Ordinal)
            && !name.Contains("Log", StringComparison.Ordinal) && !name.Contains("From", StringComparison.Ordinal)
            && !name.Contains("Detach", StringComparison.OrdinalIgnoreCase) && name is not ("Value" or "FromIncoming")
            && !name.StartsWith("Get", StringComparison.Ordinal) && !IsLogging(call);
    }

    private bool IsLogging(CallExpr call) => Callees.NameOf(call)?.Name is { } name
        && (name.EndsWith("Context", StringComparison.Ordinal) || name.EndsWith('f') || name is "Info" or "Debug" or "Warn" or "Error")
        && Callees.FunctionOf(file, call)?.Package?.Path is not ("os/exec" or "database/sql" or "net/http");
}
