using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Tells what a return statement can hand to the caller.</summary>
internal static class ReturnCarry
{
    /// <summary>True if a value of the type can refer to something that gives a lock back.</summary>
    public static bool MayCarry(GoType? type)
    {
        if (type == null)
        {
            return true;
        }

        if (GoTypes.IsError(type))
        {
            return false;
        }

        return GoTypes.Unalias(type).Underlying switch
        {
            BasicType => false,
            SliceType slice => MayCarry(slice.Elem),
            ArrayType array => MayCarry(array.Elem),
            MapType map => MayCarry(map.Elem),
            TupleType tuple => tuple.Vars.Any(v => MayCarry(v.Type)),
            _ => true,
        };
    }

    /// <summary>True if a result of the statement can refer to something that gives a lock back.</summary>
    public static bool MayCarry(FlowFunction function, ReturnStmt statement)
    {
        if (statement.Results.IsEmpty)
        {
            return function.Type.Results is { } results
                && results.List.Any(f => f.Type == null || MayCarry(function.File.TypeOf(f.Type).Type));
        }

        foreach (var result in statement.Results)
        {
            if (!IsZero(function.File, result) && MayCarry(function.File.TypeOf(result).Type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the statement reports a failure: its last result is an error that is not nil, the others are zero.</summary>
    public static bool IsFailure(FlowFunction function, ReturnStmt statement)
    {
        if (statement.Results is not [.., var last] || IsZero(function.File, last)
            || function.Type.Results?.List is not [.., { Type: { } declared }]
            || !GoTypes.IsError(function.File.TypeOf(declared).Type))
        {
            return false;
        }

        for (var i = 0; i < statement.Results.Length - 1; i++)
        {
            if (!IsZero(function.File, statement.Results[i]))
            {
                return false;
            }
        }

        // A single call may give the results of all kinds.
        return statement.Results.Length > 1 || function.Type.Results.NumFields == 1;
    }

    private static bool IsZero(TypedFile file, Expr expression)
    {
        expression = Callees.Unparen(expression);
        var known = file.TypeOf(expression);
        return known.IsNil || known.Value != null || expression is CompositeLit { Elts.IsEmpty: true };
    }
}
