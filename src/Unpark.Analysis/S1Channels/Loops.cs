using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>Questions about the loops of a function by their syntax.</summary>
internal static class Loops
{
    /// <summary>True if a place of the function is in a loop of it.</summary>
    public static bool IsIn(FlowFunction function, Node place) => Around(function, place) != null;

    /// <summary>The innermost loop of the function that a place is in; null if it is in none.</summary>
    public static Stmt? Around(FlowFunction function, Node place)
    {
        for (var at = function.Parents.Of(place); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is ForStmt or RangeStmt)
            {
                return (Stmt)at;
            }
        }

        return null;
    }
}
