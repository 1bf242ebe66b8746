namespace Unpark.Flow;

/// <summary>
/// Which blocks control must pass: to get to a block (dominators), or to get from it to an exit (post-dominators).
/// Source: Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm".
/// </summary>
public sealed class DominatorTree
{
    private readonly int[] parent;
    private readonly int[] order;
    private readonly ControlFlowGraph graph;

    private DominatorTree(ControlFlowGraph graph, int[] parent, int[] order)
    {
        this.graph = graph;
        this.parent = parent;
        this.order = order;
    }

    /// <summary>The dominators of the live blocks. O(blocks * loop depth) in practice.</summary>
    public static DominatorTree Dominators(ControlFlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var sequence = new int[graph.ReversePostOrder.Length];
        for (var i = 0; i < sequence.Length; i++)
        {
            sequence[i] = graph.ReversePostOrder[i].Index;
        }

        return Compute(graph, sequence, forward: true);
    }

    /// <summary>
    /// The post-dominators: what every way to an end passes. The ends are the exits and the blocks nothing follows.
    /// A block from which no end can be reached, an endless loop, has none.
    /// </summary>
    public static DominatorTree PostDominators(ControlFlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var sequence = new List<int>();
        var seen = new bool[graph.Blocks.Length];
        var stack = new Stack<(FlowBlock Block, int Next)>();
        foreach (var end in graph.Blocks)
        {
            if (!end.IsLive || !end.Successors.IsEmpty || seen[end.Index])
            {
                continue;
            }

            seen[end.Index] = true;
            stack.Push((end, 0));
            while (stack.TryPop(out var top))
            {
                if (top.Next < top.Block.Predecessors.Length)
                {
                    stack.Push((top.Block, top.Next + 1));
                    var from = top.Block.Predecessors[top.Next].From;
                    if (from.IsLive && !seen[from.Index])
                    {
                        seen[from.Index] = true;
                        stack.Push((from, 0));
                    }
                }
                else
                {
                    sequence.Add(top.Block.Index);
                }
            }
        }

        sequence.Reverse();
        return Compute(graph, [.. sequence], forward: false);
    }

    /// <summary>The closest block that dominates this one strictly, or null.</summary>
    public FlowBlock? ImmediateDominator(FlowBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var index = parent[block.Index];
        return index >= 0 && index < graph.Blocks.Length ? graph.Blocks[index] : null;
    }

    /// <summary>True if every way passes <paramref name="dominator"/>; a block dominates itself. O(depth of the tree).</summary>
    public bool Dominates(FlowBlock dominator, FlowBlock block)
    {
        ArgumentNullException.ThrowIfNull(dominator);
        ArgumentNullException.ThrowIfNull(block);
        if (order[block.Index] < 0 || order[dominator.Index] < 0)
        {
            return false;
        }

        for (var at = block.Index; at >= 0 && at < graph.Blocks.Length; at = parent[at])
        {
            if (at == dominator.Index)
            {
                return true;
            }
        }

        return false;
    }

    private static DominatorTree Compute(ControlFlowGraph graph, int[] sequence, bool forward)
    {
        var before = new List<int>[graph.Blocks.Length];
        var starts = new bool[graph.Blocks.Length];
        foreach (var index in sequence)
        {
            var block = graph.Blocks[index];
            starts[index] = forward ? index == 0 : block.Successors.IsEmpty;
            var edges = before[index] = [];
            foreach (var edge in forward ? block.Predecessors : block.Successors)
            {
                edges.Add((forward ? edge.From : edge.To).Index);
            }
        }

        var parent = ImmediateDominators.Compute(sequence, before, starts, out var order);
        return new DominatorTree(graph, parent, order);
    }
}
