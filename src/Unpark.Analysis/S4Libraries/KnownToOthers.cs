using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// Tells whether a constructor tells others of what it gives: who has it registered somewhere, or a finalizer, may end it.
/// </summary>
internal static class KnownToOthers
{
    /// <summary>True if what the function returns is handed to anybody but the goroutines it starts.</summary>
    public static bool Is(FlowFunction constructor)
    {
        var returned = new HashSet<Var>(ReferenceEqualityComparer.Instance);
        foreach (var statement in NodeSearch.All<ReturnStmt>(constructor.Body, literals: false))
        {
            if (statement.Results is [var first, ..] && Callees.Unparen(first) is Ident name
                && constructor.File.UseOf(name) is Var { IsField: false } variable)
            {
                returned.Add(variable);
            }
        }

        return returned.Count > 0 && NodeSearch.All<Ident>(constructor.Body).Exists(use =>
            constructor.File.UseOf(use) is Var variable && returned.Contains(variable) && IsHandedOn(constructor, use));
    }

    private static bool IsHandedOn(FlowFunction function, Ident use)
    {
        Node at = use;
        var parent = function.Parents.Of(at);
        while (parent is ParenExpr or UnaryExpr { Op: TokenKind.And })
        {
            at = parent;
            parent = function.Parents.Of(at);
        }

        return parent switch
        {
            CallExpr call => call.Fun != at && function.Parents.Of(call) is not GoStmt && !function.File.TypeOf(call.Fun).IsType,
            AssignStmt assign => assign.Rhs.Contains((Expr)at) && assign.Lhs.Any(l => Callees.Unparen(l) is not Ident),
            SendStmt or IndexExpr => true,
            _ => false,
        };
    }
}
