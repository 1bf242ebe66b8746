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

    /// <summary>True if control can leave a range loop, and the function, other than at its end.</summary>
    /// <param name="function">The function.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="settles">True of a block behind which leaving does not count, or null.</param>
    public static bool HasOtherExit(FlowFunction function, RangeStmt loop, Func<FlowBlock, bool>? settles = null)
    {
        var graph = function.Graph;
        var inside = new HashSet<FlowBlock>();
        foreach (var block in graph.ReversePostOrder)
        {
            if (block.Successors.Any(e => e.Kind == FlowEdgeKind.Next && e.Syntax == loop))
            {
                inside.Add(block);
                var work = new Stack<FlowBlock>();
                work.Push(block.Successors.First(e => e.Kind == FlowEdgeKind.Next && e.Syntax == loop).To);
                while (work.TryPop(out var at))
                {
                    if (!inside.Add(at))
                    {
                        continue;
                    }

                    if (at == graph.Exit || at == graph.PanicExit || at == graph.GoexitExit || at.Ending == FlowEnding.Process)
                    {
                        return true;
                    }

                    if (settles != null && settles(at))
                    {
                        continue;
                    }

                    foreach (var edge in at.Successors)
                    {
                        work.Push(edge.To);
                    }
                }

                return false;
            }
        }

        return true;
    }
}
