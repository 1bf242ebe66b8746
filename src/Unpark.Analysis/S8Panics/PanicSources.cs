using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S8Panics;

/// <summary>Finds what may well panic: not all that can, but what does when the code around it or its input is wrong.</summary>
internal static class PanicSources
{
    /// <summary>The first thing in a step that may well panic, and what it is; or null. Literals are not looked into.</summary>
    /// <param name="function">The function.</param>
    /// <param name="step">The step.</param>
    /// <param name="explicitPanics">Whether a call of panic counts.</param>
    public static (Node Place, string What)? In(FlowFunction function, Node step, bool explicitPanics)
    {
        (Node, string)? found = null;
        if (step is DeferStmt or GoStmt)
        {
            return null;
        }

        NodeSearch.First(step, node => (found = Of(function, node, explicitPanics)) != null, literals: false);
        return found;
    }

    private static (Node, string)? Of(FlowFunction function, Node node, bool explicitPanics)
    {
        var file = function.File;
        switch (node)
        {
            case CallExpr { Fun: Ident { Name: "panic" } name } call when file.UseOf(name) is Builtin:
                return explicitPanics ? (call, "panics") : null;
            case CallExpr call when Callees.FunctionOf(file, call) is { } must && IsMust(must.Name)
                && !call.Args.All(a => file.TypeOf(a).Value != null):
                return (call, $"calls {must.Name}, which panics where it fails");
            case CallExpr call when Callees.Of(file, call) is Var callee && callee.Type.Underlying is Signature
                && IsForeign(function, callee):
                return (call, $"calls {callee.Name}, a function that is given from outside");
            case TypeAssertExpr { Type: not null } assertion when !HasOk(function, assertion)
                && file.TypeOf(assertion.X).Type is { } from && from.Underlying is InterfaceType:
                return (assertion, "asserts a type without asking");
            case IndexExpr { Index: var index } element when file.TypeOf(element.X).Type is { } type
                && GoTypes.Unalias(type).Underlying is SliceType && IsSplit(function, element.X)
                && file.TypeOf(index).Value?.ToString() is not (null or "0"):
                return (element, "takes a part that the text may not have");
            default:
                return null;
        }
    }

    // A parameter or field: what it does is up to somebody else. A local literal is looked into elsewhere.
    private static bool IsForeign(FlowFunction function, Var callee) =>
        callee.Kind is VarKind.Parameter or VarKind.Field && !IsHarmless(callee.Name)
        && (callee.Kind != VarKind.Parameter || function.Locals.Of(callee) != null);

    private static bool IsHarmless(string name) => name.Contains("cancel", StringComparison.OrdinalIgnoreCase)
        || name is "now" or "Now" or "clock" || name.StartsWith("log", StringComparison.OrdinalIgnoreCase)
        || name.Contains("stop", StringComparison.OrdinalIgnoreCase);

    // Must and MustParse, as the standard library and many others name what turns an error into a panic.
    private static bool IsMust(string name) => name.StartsWith("Must", StringComparison.OrdinalIgnoreCase)
        && (name.Length == 4 || char.IsUpper(name[4]));

    private static bool IsSplit(FlowFunction function, Expr slice) => Callees.Unparen(slice) switch
    {
        CallExpr call => Callees.IsPackageFunction(function.File, call, "strings", "Split")
            || Callees.IsPackageFunction(function.File, call, "strings", "Fields"),
        Ident ident => function.File.UseOf(ident) is Var variable && function.Locals.Of(variable)?.OnlyValue is CallExpr value
            && IsSplit(function, value) && !NodeSearch.Any(function.Body, n => n is CallExpr { Fun: Ident { Name: "len" }, Args: [Ident asked] }
                && asked.Name == ident.Name),
        _ => false,
    };

    private static bool HasOk(FlowFunction function, TypeAssertExpr assertion)
    {
        Node at = assertion;
        while (function.Parents.Of(at) is ParenExpr paren)
        {
            at = paren;
        }

        return function.Parents.Of(at) switch
        {
            AssignStmt { Lhs.Length: 2, Rhs: [var only] } => only == at,
            ValueSpec { Names.Length: 2, Values: [var only] } => only == at,
            _ => false,
        };
    }
}
