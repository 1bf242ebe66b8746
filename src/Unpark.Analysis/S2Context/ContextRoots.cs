using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>Recognises contexts that are derived from one that is never done.</summary>
internal static class ContextRoots
{
    /// <summary>True if the parent given to a call is <c>context.Background()</c> or <c>context.TODO()</c>, or a variable for it.</summary>
    public static bool IsFromRoot(FlowFunction function, CallExpr call)
    {
        if (call.Args is not [var parent, ..])
        {
            return false;
        }

        parent = Callees.Unparen(parent);
        if (parent is Ident name && function.File.UseOf(name) is Var variable)
        {
            // ctx := context.Background(); ctx, cancel = context.WithCancel(ctx)
            var local = function.Locals.Of(variable);
            return local is { IsPrivate: true, Initializer: { } value } && ContextScope.IsRoot(function.File, value)
                && (local.Assignments == 1 || IsGivenBack(function, call, variable));
        }

        return ContextScope.IsRoot(function.File, parent);
    }

    private static bool IsGivenBack(FlowFunction function, CallExpr call, Var variable) =>
        function.Locals.Of(variable)!.Assignments == 2 && function.Parents.Of(call) is AssignStmt { Lhs: [var first, ..] }
        && Callees.Unparen(first) is Ident name && function.File.UseOf(name) == variable;
}
