using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>Finds the object that a cancel function is put into, where the function made it and has it for itself so far.</summary>
internal static class FreshOwner
{
    /// <summary>The object's variable with the statement that gives it the cancel function; null if others may have it.</summary>
    public static Acquisition? Of(FlowFunction function, CallExpr call, ResultUse use, Var field)
    {
        if (use is not { Statement: { } statement, Target: SelectorExpr { X: Ident name } }
            || function.File.UseOf(name) is not Var { IsField: false, Kind: not VarKind.Package } owner
            || function.Locals.Of(owner)?.OnlyValue is not { } made || !IsNew(made) || IsParent(function, call, owner))
        {
            return null;
        }

        return IsSharedBefore(function, statement, owner, field) ? null : new Acquisition(function, call, statement, name, owner);
    }

    /// <summary>
    /// The object that the variable of a cancel function goes into where it is made, <c>x := &amp;T{cancel: cancel}</c>, if nothing
    /// else is done with the variable.
    /// </summary>
    public static (Acquisition Owner, Var Field)? Of(Acquisition cancel)
    {
        var function = cancel.Function;
        if (NodeSearch.All<Ident>(function.Body).FindAll(use => function.File.UseOf(use) == cancel.Variable) is not [var only]
            || function.Parents.Of(only) is not KeyValueExpr { Key: Ident key } pair || function.File.UseOf(key) is not Var { IsField: true } field
            || function.Parents.Of(pair) is not CompositeLit made)
        {
            return null;
        }

        Node value = function.Parents.Of(made) is UnaryExpr { Op: TokenKind.And } address ? address : made;
        return function.Parents.Of(value) is AssignStmt { Tok: TokenKind.Define, Lhs: [Ident name], Rhs.Length: 1 } statement
            && function.File.DefOf(name) is Var owner && function.Locals.Of(owner) is { Assignments: 1 }
                ? (new Acquisition(function, cancel.Call, statement, name, owner), field.Origin)
                : null;
    }

    private static bool IsSharedBefore(FlowFunction function, Stmt statement, Var owner, Var field)
    {
        foreach (var earlier in NodeSearch.All<Ident>(function.Body))
        {
            if (earlier.Pos < statement.Pos && function.File.UseOf(earlier) == owner
                && CancelUses.OfOwner(function, earlier, field) == UseEffect.Discharges)
            {
                return true;
            }
        }

        return false;
    }

    // st.inner, st.stopInner = context.WithCancel(st.ctx): whoever cancels the outer context cancels this one.
    private static bool IsParent(FlowFunction function, CallExpr call, Var owner) => call.Args is [var parent, ..]
        && Callees.Unparen(parent) is SelectorExpr { X: Ident name, Sel: var field } && function.File.UseOf(name) == owner
        && NodeSearch.Any(function.Body, n => n is AssignStmt { Lhs: [SelectorExpr { X: Ident made, Sel: var context }, SelectorExpr], Rhs: [CallExpr] }
            && function.File.UseOf(made) == owner && function.File.UseOf(context) == function.File.UseOf(field), literals: false);

    private static bool IsNew(Expr made) => Callees.Unparen(made) switch
    {
        CompositeLit => true,
        UnaryExpr { Op: TokenKind.And, X: var value } => Callees.Unparen(value) is CompositeLit,
        CallExpr { Fun: Ident { Name: "new" } } => true,
        _ => false,
    };
}
