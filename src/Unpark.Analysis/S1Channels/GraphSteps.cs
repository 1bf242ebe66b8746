using System.Runtime.CompilerServices;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>Finds the step of a function's graph in which something is evaluated.</summary>
internal static class GraphSteps
{
    private static readonly ConditionalWeakTable<ControlFlowGraph, Dictionary<Node, FlowBlock>> Steps = [];

    /// <summary>The syntax of the step that evaluates a node of the function; null if none does.</summary>
    public static Node? Of(FlowFunction function, Node place)
    {
        var steps = StepsOf(function.Graph);
        for (Node? at = place; at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (steps.ContainsKey(at))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>The block of a step; null if none has it.</summary>
    public static FlowBlock? BlockOf(FlowFunction function, Node step) => StepsOf(function.Graph).GetValueOrDefault(step);

    /// <summary>True if the second step can be reached behind the first.</summary>
    public static bool CanFollow(FlowFunction function, Node first, Node second)
    {
        if (BlockOf(function, first) is not { } from || BlockOf(function, second) is not { } to)
        {
            return true;
        }

        if (from == to && IndexOf(from, first) < IndexOf(to, second))
        {
            return true;
        }

        var seen = new HashSet<FlowBlock>();
        var work = new Stack<FlowBlock>();
        work.Push(from);
        while (work.TryPop(out var block))
        {
            foreach (var edge in block.Successors)
            {
                if (edge.To == to)
                {
                    return true;
                }

                if (seen.Add(edge.To))
                {
                    work.Push(edge.To);
                }
            }
        }

        return false;
    }

    private static int IndexOf(FlowBlock block, Node step)
    {
        for (var i = 0; i < block.Nodes.Length; i++)
        {
            if (block.Nodes[i].Syntax == step)
            {
                return i;
            }
        }

        return -1;
    }

    private static Dictionary<Node, FlowBlock> StepsOf(ControlFlowGraph graph)
    {
        if (!Steps.TryGetValue(graph, out var steps))
        {
            steps = new Dictionary<Node, FlowBlock>(ReferenceEqualityComparer.Instance);
            foreach (var block in graph.Blocks)
            {
                foreach (var node in block.Nodes)
                {
                    if (block.IsLive && node.Kind is FlowNodeKind.Statement or FlowNodeKind.Condition
                        or FlowNodeKind.Operand or FlowNodeKind.Communication)
                    {
                        steps.TryAdd(node.Syntax, block);
                    }
                }
            }

            Steps.Add(graph, steps);
        }

        return steps;
    }
}
