using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>Where the value of a composite literal goes first.</summary>
internal static class LiteralPlace
{
    /// <summary>The expression around the literal that is its value or its address, parentheses included.</summary>
    public static Expr ValueOf(FlowFunction function, Expr literal)
    {
        var at = literal;
        while (function.Parents.Of(at) is ParenExpr or UnaryExpr { Op: TokenKind.And })
        {
            at = (Expr)function.Parents.Of(at)!;
        }

        return at;
    }

    /// <summary>What a value is assigned to: an identifier or a selector; null if it is used in another way.</summary>
    public static Expr? TargetOf(FlowFunction function, Expr value) => function.Parents.Of(value) switch
    {
        AssignStmt assign when assign.Lhs.Length == assign.Rhs.Length && assign.Rhs.IndexOf(value) is >= 0 and var i =>
            Callees.Unparen(assign.Lhs[i]),
        ValueSpec spec when spec.Names.Length == spec.Values.Length && spec.Values.IndexOf(value) is >= 0 and var i =>
            spec.Names[i],
        _ => null,
    };

    /// <summary>The local variable that a literal, or a pointer to it, is assigned to, or null.</summary>
    public static Var? VariableOf(FlowFunction function, Expr literal) =>
        TargetOf(function, ValueOf(function, literal)) is Ident target
        && function.File.ObjectOf(target) is Var { Kind: VarKind.Local } variable ? variable : null;
}
