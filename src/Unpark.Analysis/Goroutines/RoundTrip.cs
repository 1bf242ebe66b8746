using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Goroutines;

/// <summary>
/// Asks whether a loop comes back to a step on every way behind it, though it has seen there that the step has nothing more
/// to give: then it spins.
/// </summary>
/// <param name="loop">The loop.</param>
/// <param name="isRefuted">True of an edge that what is known behind the step rules out.</param>
/// <param name="changes">True of code that may wait or change what the step does.</param>
internal sealed class RoundTrip(FunctionLoop loop, Func<FlowEdge, bool> isRefuted, Func<Node, bool> changes)
{
    /// <summary>True if every way from behind a step leads back to a block, waiting nowhere.</summary>
    /// <param name="start">The step's block.</param>
    /// <param name="step">The step.</param>
    /// <param name="goal">The block to come back to: that of the step, or of the select statement it is a case of.</param>
    public bool Spins(FlowBlock start, Node step, FlowBlock goal)
    {
        if (goal.Nodes.Any(n => n.Syntax != step && n.Kind != FlowNodeKind.Select && changes(n.Syntax)))
        {
            return false;
        }

        var seen = new HashSet<FlowBlock>();
        var work = new Stack<FlowBlock>();
        work.Push(start);
        var comesBack = false;
        while (work.TryPop(out var block))
        {
            if (!seen.Add(block))
            {
                continue;
            }

            if (block.Ending is FlowEnding.Process or FlowEnding.Blocked || !Passes(block, block == start ? step : null))
            {
                return false;
            }

            foreach (var edge in block.Successors)
            {
                if ((edge.Kind == FlowEdgeKind.Panic && block.Successors.Length > 1) || isRefuted(edge))
                {
                    continue;
                }

                if (!loop.Contains(edge.To))
                {
                    return false;
                }

                if (edge.To == goal)
                {
                    comesBack = true;
                }
                else
                {
                    work.Push(edge.To);
                }
            }
        }

        return comesBack;
    }

    /// <summary>True if an edge is taken where a boolean variable is true.</summary>
    public static bool Needs(FlowFunction function, FlowEdge edge, Var variable)
    {
        if (edge.Kind is not (FlowEdgeKind.True or FlowEdgeKind.False) || edge.Syntax is not Expr condition)
        {
            return false;
        }

        var wanted = edge.Kind == FlowEdgeKind.True;
        condition = Callees.Unparen(condition);
        if (condition is UnaryExpr { Op: TokenKind.Not, X: var inner })
        {
            condition = Callees.Unparen(inner);
            wanted = !wanted;
        }

        return wanted && condition is Ident name && function.File.UseOf(name) == variable;
    }

    /// <summary>True if an edge is taken where a variable is nil.</summary>
    public static bool NeedsNil(FlowFunction function, FlowEdge edge, Var variable) =>
        edge.Kind is FlowEdgeKind.True or FlowEdgeKind.False && edge.Syntax is Expr condition
        && Callees.Unparen(condition) is BinaryExpr { Op: TokenKind.Eql or TokenKind.Neq } comparison
        && comparison.Op == (edge.Kind == FlowEdgeKind.True ? TokenKind.Eql : TokenKind.Neq)
        && Callees.Unparen(comparison.X) is Ident name && function.File.UseOf(name) == variable
        && function.File.TypeOf(comparison.Y).IsNil;

    // What a block does behind a step of it, or all of it, neither waits nor changes anything.
    private bool Passes(FlowBlock block, Node? step)
    {
        var behind = step == null;
        foreach (var node in block.Nodes)
        {
            if (behind && (node.Kind is FlowNodeKind.Select or FlowNodeKind.RangeNext || changes(node.Syntax)))
            {
                return false;
            }

            behind |= node.Syntax == step;
        }

        return true;
    }
}
