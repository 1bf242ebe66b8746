using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Goroutines;

/// <summary>Relates select statements to the loops and blocks they are in.</summary>
internal static class LoopSelects
{
    /// <summary>The block of a select clause; null if control cannot get there.</summary>
    public static FlowBlock? BlockOf(FlowFunction function, CommClause clause)
    {
        foreach (var block in function.Graph.ReversePostOrder)
        {
            if (block.Kind != FlowBlockKind.SelectClause)
            {
                continue;
            }

            foreach (var edge in block.Predecessors)
            {
                if (edge.Kind == FlowEdgeKind.Chosen && edge.Syntax == clause)
                {
                    return block;
                }
            }
        }

        return null;
    }

    /// <summary>The block that waits in a select statement; null if control cannot get there.</summary>
    public static FlowBlock? BlockOf(FlowFunction function, SelectStmt select)
    {
        foreach (var block in function.Graph.ReversePostOrder)
        {
            foreach (var node in block.Nodes)
            {
                if (node.Kind == FlowNodeKind.Select && node.Syntax == select)
                {
                    return block;
                }
            }
        }

        return null;
    }

    /// <summary>The innermost loop that a block is in, or null.</summary>
    public static FunctionLoop? LoopOf(FlowFunction function, FlowBlock block)
    {
        FunctionLoop? innermost = null;
        foreach (var loop in function.Loops)
        {
            if (loop.Contains(block) && (innermost == null || loop.Loop.Blocks.Length < innermost.Loop.Blocks.Length))
            {
                innermost = loop;
            }
        }

        return innermost;
    }

    /// <summary>The default clause, or null.</summary>
    public static CommClause? DefaultOf(SelectStmt select)
    {
        foreach (var statement in select.Body.List)
        {
            if (statement is CommClause { Comm: null } clause)
            {
                return clause;
            }
        }

        return null;
    }
}
