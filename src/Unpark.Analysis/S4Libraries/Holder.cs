using System.Collections.Immutable;
using Unpark.Analysis.Obligations;
using Unpark.Analysis.S5Http;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// A local variable with an object that the function has just made, and a field of it that holds something with a
/// lifecycle. Whoever has the object may release what it holds, and until somebody has it only the function can.
/// </summary>
/// <param name="Variable">The variable.</param>
/// <param name="Field">The field.</param>
/// <param name="Name">The variable's name where it is made or where the field is set.</param>
/// <param name="Statement">The statement that puts the value into the field.</param>
internal sealed record Holder(Var Variable, Var Field, Ident Name, Stmt Statement)
{
    /// <summary>The object that takes an expression's value: in its literal, or by an assignment to a field of it; or null.</summary>
    public static Holder? Of(FlowFunction function, Expr value)
    {
        switch (function.Parents.Of(value))
        {
            case KeyValueExpr { Key: Ident key } pair when pair.Value == value
                && function.Parents.Of(pair) is CompositeLit literal
                && function.File.UseOf(key) is Var { IsField: true } field
                && LiteralPlace.TargetOf(function, LiteralPlace.ValueOf(function, literal)) is Ident name:
                return Of(function, name, field, literal);
            case AssignStmt assign when assign.Rhs.IndexOf(value) is >= 0 and var index && index < assign.Lhs.Length
                && Callees.Unparen(assign.Lhs[index]) is SelectorExpr { X: Ident name } selector
                && function.File.UseOf(selector.Sel) is Var { IsField: true } field:
                return Of(function, name, field, assign);
            default:
                return null;
        }
    }

    /// <summary>True of an edge on which the field turns out to be empty: <c>if s.queue != nil { s.queue.Stop() }</c>.</summary>
    public bool IsEmptyBehind(FlowEdge edge, TypedFile file) =>
        edge is { Syntax: Expr condition, Kind: FlowEdgeKind.True or FlowEdgeKind.False }
        && Callees.Unparen(condition) is BinaryExpr { Op: TokenKind.Eql or TokenKind.Neq } asked
        && (asked.Op == TokenKind.Eql) == (edge.Kind == FlowEdgeKind.True)
        && ((IsField(asked.X, file) && file.TypeOf(asked.Y).IsNil) || (IsField(asked.Y, file) && file.TypeOf(asked.X).IsNil));

    private bool IsField(Expr value, TypedFile file) =>
        Callees.Unparen(value) is SelectorExpr { X: Ident of } selector && file.UseOf(of) == Variable
        && file.UseOf(selector.Sel) is Var member && member.Origin == Field;

    /// <summary>The objects that are handed what a variable holds.</summary>
    public static ImmutableArray<Holder> AllOf(FlowFunction function, IEnumerable<Ident> uses) =>
        [.. uses.Select(u => Of(function, u)).OfType<Holder>()];

    private static Holder? Of(FlowFunction function, Ident name, Var field, Node within) =>
        function.File.ObjectOf(name) is Var { IsField: false, Kind: VarKind.Local } variable
        && function.Locals.Of(variable) is { Assignments: 1, IsAddressTaken: false, Initializer: { } made } local
        && local.Function == function && IsNew(made) && function.Parents.StatementOf(within) is { } statement
            ? new Holder(variable, field.Origin, name, statement)
            : null;

    private static bool IsNew(Expr value) => Callees.Unparen(value) is CompositeLit
        or UnaryExpr { Op: TokenKind.And, X: CompositeLit } or CallExpr { Fun: Ident { Name: "new" } };
}
