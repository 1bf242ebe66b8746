using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>Tells what naming a cancel function, or keeping it in a field, does to the obligation to call it.</summary>
internal static class CancelUses
{
    /// <summary>What naming the variable of a cancel function does.</summary>
    public static UseEffect Of(FlowFunction function, Ident use)
    {
        var (at, parent) = Around(function, use);
        switch (parent)
        {
            case BinaryExpr:
                return UseEffect.None;
            case AssignStmt assign when assign.Rhs.IndexOf(at) is >= 0 and var index:
                return index < assign.Lhs.Length && Callees.Unparen(assign.Lhs[index]) is not Ident { IsBlank: true }
                    && !IsKeptForNothing(function, assign.Lhs[index])
                    ? UseEffect.Discharges
                    : UseEffect.None;
            case AssignStmt:
                return UseEffect.None;
            case KeyValueExpr { Key: Ident key } pair when pair.Value == at:
                return function.File.UseOf(key) is Var { IsField: true } set && IsNeverCalled(function.Package, set)
                    ? UseEffect.None
                    : UseEffect.Discharges;
            // x.cancels = append(x.cancels, cancel)
            case CallExpr { Fun: Ident { Name: "append" }, Args: [var list, ..] } when list != at && IsKeptForNothing(function, list):
                return UseEffect.None;
            case CallExpr call when call.Fun != at && call.Args.IndexOf(at) is >= 0 and var index:
                return Callees.FunctionOf(function.File, call) is { } callee
                    && function.Package.FunctionOf(callee) is { } body && IgnoresParameter(body, index)
                    ? UseEffect.None
                    : UseEffect.Discharges;
            default:
                return UseEffect.Discharges;
        }
    }

    /// <summary>What naming the variable of a group does, whose Wait cancels its context.</summary>
    public static UseEffect OfGroup(FlowFunction function, Ident use) =>
        Around(function, use) is (_, SelectorExpr { Sel.Name: "Go" or "TryGo" or "SetLimit" }) ? UseEffect.None : UseEffect.Discharges;

    /// <summary>
    /// What naming the variable of an object does in one of whose fields the cancel function is: as long as only fields of
    /// the object are read and set, nobody else has it.
    /// </summary>
    public static UseEffect OfOwner(FlowFunction function, Ident use, Var field)
    {
        var (at, parent) = Around(function, use);
        if (parent is not SelectorExpr selector || selector.X != at || function.File.UseOf(selector.Sel) is not Var { IsField: true } named)
        {
            return UseEffect.Discharges;
        }

        Node member = selector;
        var around = function.Parents.Of(member);
        while (around is ParenExpr)
        {
            member = around;
            around = function.Parents.Of(member);
        }

        if (named.Origin != field)
        {
            return around is UnaryExpr { Op: TokenKind.And } ? UseEffect.Discharges : UseEffect.None;
        }

        return around is BinaryExpr || (around is AssignStmt assign && assign.Lhs.Contains((Expr)member))
            ? UseEffect.None
            : UseEffect.Discharges;
    }

    /// <summary>True of a field that only this package can see, and in which nothing reads it or what it holds.</summary>
    public static bool IsNeverCalled(FlowPackage package, Var field)
    {
        if (field.Exported || field.Package != package.Package.Package || field.Embedded)
        {
            return false;
        }

        foreach (var use in package.FieldUses.Of(field))
        {
            if (use.Parent is not KeyValueExpr && (use.Function is not { } function || !OnlySets(function, use.Parent)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool OnlySets(FlowFunction function, Expr use) => function.Parents.Of(use) switch
    {
        AssignStmt assign => assign.Lhs.Contains(use),
        BinaryExpr => true,
        // A map or slice of them.
        IndexExpr index => index.X == use && function.Parents.Of(index) is AssignStmt assign && assign.Lhs.Contains(index),
        CallExpr { Fun: Ident { Name: "delete" or "clear" or "len" } } => true,
        CallExpr { Fun: Ident { Name: "append" }, Args: [var list, ..] } append => list == use
            && function.Parents.Of(append) is AssignStmt { Lhs: [SelectorExpr { Sel: var target }] }
            && use is SelectorExpr { Sel: var source } && function.File.UseOf(target) == function.File.UseOf(source),
        _ => false,
    };

    // A field, or an element of one, that nothing reads.
    private static bool IsKeptForNothing(FlowFunction function, Expr target)
    {
        target = Callees.Unparen(target);
        if (target is IndexExpr { X: var list })
        {
            target = Callees.Unparen(list);
        }

        return target is SelectorExpr { Sel: var name } && function.File.UseOf(name) is Var { IsField: true } field
            && IsNeverCalled(function.Package, field);
    }

    private static (Expr At, Node? Parent) Around(FlowFunction function, Ident use)
    {
        Expr at = use;
        var parent = function.Parents.Of(at);
        while (parent is ParenExpr paren)
        {
            at = paren;
            parent = function.Parents.Of(at);
        }

        return (at, parent);
    }

    private static bool IgnoresParameter(FlowFunction function, int index)
    {
        foreach (var field in function.Type.Params.List)
        {
            if (field.Names.IsEmpty)
            {
                return field.Type is not Ellipsis;
            }

            foreach (var name in field.Names)
            {
                if (index-- == 0)
                {
                    return field.Type is not Ellipsis && (name.IsBlank
                        || (function.File.DefOf(name) is Var parameter && !NodeSearch.Names(function.File, function.Body, parameter)));
                }
            }
        }

        return false;
    }
}
