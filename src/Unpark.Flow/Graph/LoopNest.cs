using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>
/// The loops of a graph: its strongly connected components, then those that remain in each without its header, and so on.
/// Unlike natural loops this covers loops made by goto that have several entries.
/// </summary>
public sealed class LoopNest
{
    private readonly FlowLoop?[] innermost;

    private LoopNest(ImmutableArray<FlowLoop> loops, FlowLoop?[] innermost)
    {
        Loops = loops;
        this.innermost = innermost;
    }

    /// <summary>The loops, outer ones before those within.</summary>
    public ImmutableArray<FlowLoop> Loops { get; }

    /// <summary>The innermost loop a block is in, or null.</summary>
    public FlowLoop? LoopOf(FlowBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return innermost[block.Index];
    }

    /// <summary>Finds the loops. O(edges * depth).</summary>
    public static LoopNest Compute(ControlFlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var loops = ImmutableArray.CreateBuilder<FlowLoop>();
        var innermost = new FlowLoop?[graph.Blocks.Length];
        var rank = new int[graph.Blocks.Length];
        for (var i = 0; i < graph.ReversePostOrder.Length; i++)
        {
            rank[graph.ReversePostOrder[i].Index] = i;
        }

        var work = new Queue<(List<FlowBlock> Blocks, FlowLoop? Outer)>();
        work.Enqueue(([.. graph.ReversePostOrder], null));
        while (work.TryDequeue(out var part))
        {
            foreach (var component in Components(graph, part.Blocks))
            {
                component.Sort((x, y) => rank[x.Index].CompareTo(rank[y.Index]));
                var header = component[0];
                var inside = new HashSet<FlowBlock>(component);
                var entries = component.Count(b => b == graph.Entry
                    || b.Predecessors.Any(e => e.From.IsLive && !inside.Contains(e.From)));
                component.Sort((x, y) => x.Index.CompareTo(y.Index));
                var loop = new FlowLoop(header, [.. component], part.Outer, entries > 1);
                loops.Add(loop);
                foreach (var block in component)
                {
                    innermost[block.Index] = loop;
                }

                component.Remove(header);
                work.Enqueue((component, loop));
            }
        }

        return new LoopNest(loops.ToImmutable(), innermost);
    }

    // Tarjan's algorithm without recursion; only components that go round are given.
    private static List<List<FlowBlock>> Components(ControlFlowGraph graph, List<FlowBlock> blocks)
    {
        var found = new List<List<FlowBlock>>();
        var allowed = new bool[graph.Blocks.Length];
        foreach (var block in blocks)
        {
            allowed[block.Index] = true;
        }

        var number = new int[graph.Blocks.Length];
        var low = new int[graph.Blocks.Length];
        var open = new bool[graph.Blocks.Length];
        var path = new Stack<FlowBlock>();
        var stack = new Stack<(FlowBlock Block, int Next)>();
        var count = 0;
        foreach (var start in blocks)
        {
            if (number[start.Index] != 0)
            {
                continue;
            }

            Enter(start);
            while (stack.TryPop(out var top))
            {
                var block = top.Block;
                if (top.Next < block.Successors.Length)
                {
                    stack.Push((block, top.Next + 1));
                    var to = block.Successors[top.Next].To;
                    if (!allowed[to.Index])
                    {
                        continue;
                    }

                    if (number[to.Index] == 0)
                    {
                        Enter(to);
                    }
                    else if (open[to.Index])
                    {
                        low[block.Index] = Math.Min(low[block.Index], number[to.Index]);
                    }

                    continue;
                }

                if (stack.TryPeek(out var caller))
                {
                    low[caller.Block.Index] = Math.Min(low[caller.Block.Index], low[block.Index]);
                }

                if (low[block.Index] == number[block.Index])
                {
                    var component = new List<FlowBlock>();
                    FlowBlock member;
                    do
                    {
                        member = path.Pop();
                        open[member.Index] = false;
                        component.Add(member);
                    }
                    while (member != block);

                    if (component.Count > 1 || block.Successors.Any(e => e.To == block))
                    {
                        found.Add(component);
                    }
                }
            }
        }

        return found;

        void Enter(FlowBlock block)
        {
            number[block.Index] = low[block.Index] = ++count;
            open[block.Index] = true;
            path.Push(block);
            stack.Push((block, 0));
        }
    }
}
