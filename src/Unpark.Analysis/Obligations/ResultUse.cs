using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Obligations;

/// <summary>Where the result of a call goes.</summary>
/// <param name="Statement">The statement that assigns it; null if it is used in an expression.</param>
/// <param name="Target">What it is assigned to: an identifier or a selector; null if it is used in an expression.</param>
internal sealed record ResultUse(Stmt? Statement, Expr? Target)
{
    /// <summary>Finds where the result of a call with this number goes.</summary>
    public static ResultUse Of(FlowFunction function, CallExpr call, int result)
    {
        Node at = call;
        var parent = function.Parents.Of(at);
        while (parent is ParenExpr)
        {
            at = parent;
            parent = function.Parents.Of(at);
        }

        switch (parent)
        {
            case AssignStmt assign when assign.Tok is TokenKind.Assign or TokenKind.Define:
                var index = assign.Rhs.Length == 1 ? result : assign.Rhs.IndexOf((Expr)at);
                return index >= 0 && index < assign.Lhs.Length
                    ? new ResultUse(assign, Callees.Unparen(assign.Lhs[index]))
                    : new ResultUse(null, null);
            case ValueSpec spec:
                index = spec.Values.Length == 1 ? result : spec.Values.IndexOf((Expr)at);
                return index >= 0 && index < spec.Names.Length && function.Parents.StatementOf(spec) is DeclStmt decl
                    ? new ResultUse(decl, spec.Names[index])
                    : new ResultUse(null, null);
            default:
                return new ResultUse(null, null);
        }
    }

    /// <summary>The acquisition, if the result goes to a local variable.</summary>
    public Acquisition? ToVariable(FlowFunction function, CallExpr call) =>
        Statement != null && Target is Ident { IsBlank: false } name
        && function.File.ObjectOf(name) is Var { IsField: false, Kind: not VarKind.Package } variable
            ? new Acquisition(function, call, Statement, name, variable)
            : null;

    /// <summary>The field, if the result goes to one.</summary>
    public Var? ToField(FlowFunction function) =>
        Target is SelectorExpr selector && function.File.UseOf(selector.Sel) is Var { IsField: true } field
            ? field.Origin
            : null;
}
