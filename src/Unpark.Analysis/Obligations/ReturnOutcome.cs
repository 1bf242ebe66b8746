using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Obligations;

/// <summary>Tells whether a return statement reports success.</summary>
internal static class ReturnOutcome
{
    /// <summary>True if the last result of the function is an error.</summary>
    public static bool IsError(FlowFunction function) => LastResult(function) is { } type && GoTypes.IsError(type);

    /// <summary>True if the last result of the function is a bool.</summary>
    public static bool IsBool(FlowFunction function) => LastResult(function)?.Underlying is BasicType { Kind: BasicKind.Bool };

    /// <summary>True for a nil error or true, false for an error that is not nil or false; null if that is not known.</summary>
    public static bool? Of(FlowFunction function, ConditionTable conditions, ReturnStmt statement, PathFacts facts)
    {
        if (statement.Results is not [.., var last])
        {
            return null;
        }

        last = Callees.Unparen(last);
        var known = function.File.TypeOf(last);
        if (known.IsNil)
        {
            return true;
        }

        if (known.Value?.ToString() is "true" or "false")
        {
            return known.Value.ToString() == "true";
        }

        switch (last)
        {
            case UnaryExpr { Op: TokenKind.And } or CompositeLit when IsError(function):
                return false;
            case CallExpr call when IsError(function) && Callees.FunctionOf(function.File, call) is { } callee:
                // The Err of a context is asked for once it is done.
                return callee is { IsMethod: false, Package.Path: "errors" or "fmt" }
                    || callee is { IsMethod: true, Name: "Err", Package.Path: "context" } ? false : null;
            case Ident or SelectorExpr when function.File.UseOf(last is SelectorExpr { Sel: var name } ? name : (Ident)last) is Var variable
                && IsError(function):
                if (variable.Kind == VarKind.Package)
                {
                    return false;
                }

                return conditions.ConditionThatNil(variable) is { } isNil ? facts.Of(isNil.Number) : null;
            default:
                return null;
        }
    }

    private static GoType? LastResult(FlowFunction function) =>
        function.Type.Results?.List is [.., { Type: { } declared }] ? function.File.TypeOf(declared).Type : null;
}
