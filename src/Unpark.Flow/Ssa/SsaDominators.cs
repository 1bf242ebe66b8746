using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>
/// Which blocks of a function in SSA form control must pass: to get to a block, or, of post-dominators, from it to an end.
/// </summary>
public sealed class SsaDominators
{
    private readonly SsaFunction function;
    private readonly int[] parent;
    private readonly int[] enter;
    private readonly int[] leave;
    private readonly List<int>[] children;

    private SsaDominators(SsaFunction function, int[] parent)
    {
        this.function = function;
        this.parent = parent;
        var root = function.Blocks.Length;
        children = new List<int>[root + 1];
        for (var i = 0; i <= root; i++)
        {
            children[i] = [];
        }

        for (var i = 0; i < root; i++)
        {
            if (parent[i] >= 0)
            {
                children[parent[i]].Add(i);
            }
        }

        // Numbered on the way down and up the tree, so that being above another is a comparison.
        enter = new int[root + 1];
        leave = new int[root + 1];
        var clock = 0;
        var stack = new Stack<(int Node, int Next)>();
        stack.Push((root, 0));
        enter[root] = ++clock;
        while (stack.TryPop(out var top))
        {
            if (top.Next < children[top.Node].Count)
            {
                stack.Push((top.Node, top.Next + 1));
                var child = children[top.Node][top.Next];
                enter[child] = ++clock;
                stack.Push((child, 0));
            }
            else
            {
                leave[top.Node] = ++clock;
            }
        }
    }

    /// <summary>The closest block that dominates this one strictly, or null.</summary>
    public SsaBlock? ImmediateDominator(SsaBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var index = parent[block.Index];
        return index >= 0 && index < function.Blocks.Length ? function.Blocks[index] : null;
    }

    /// <summary>The blocks whose immediate dominator a block is, in their order.</summary>
    public ImmutableArray<SsaBlock> Children(SsaBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return [.. children[block.Index].Select(i => function.Blocks[i])];
    }

    /// <summary>
    /// True if every way passes <paramref name="dominator"/>; a block dominates itself. False for a block from which no end
    /// can be reached, if this is about post-dominators. O(1).
    /// </summary>
    public bool Dominates(SsaBlock dominator, SsaBlock block)
    {
        ArgumentNullException.ThrowIfNull(dominator);
        ArgumentNullException.ThrowIfNull(block);
        return enter[dominator.Index] != 0 && enter[block.Index] != 0 && enter[dominator.Index] <= enter[block.Index]
            && leave[block.Index] <= leave[dominator.Index];
    }

    internal IReadOnlyList<int> ChildrenOf(int block) => children[block];

    internal int ParentOf(int block) => parent[block];

    internal static SsaDominators Of(SsaFunction function)
    {
        var (next, before) = Edges(function, unwinding: true);
        var starts = new bool[function.Blocks.Length];
        starts[0] = true;
        return new SsaDominators(function,
            ImmediateDominators.Compute(ReversePostOrder(next, starts), before, starts, out _));
    }

    internal static SsaDominators PostOf(SsaFunction function)
    {
        var (next, before) = Edges(function, unwinding: false);
        var ends = new bool[function.Blocks.Length];
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = next[i].Count == 0;
        }

        return new SsaDominators(function, ImmediateDominators.Compute(ReversePostOrder(before, ends), next, ends, out _));
    }

    private static (List<int>[] Next, List<int>[] Before) Edges(SsaFunction function, bool unwinding)
    {
        var next = new List<int>[function.Blocks.Length];
        var before = new List<int>[function.Blocks.Length];
        for (var i = 0; i < next.Length; i++)
        {
            next[i] = [];
            before[i] = [];
        }

        foreach (var block in function.Blocks)
        {
            foreach (var to in block.Successors)
            {
                next[block.Index].Add(to.Index);
                before[to.Index].Add(block.Index);
            }

            if (unwinding && block.Unwind != null)
            {
                next[block.Index].Add(block.Unwind.Index);
                before[block.Unwind.Index].Add(block.Index);
            }
        }

        return (next, before);
    }

    private static int[] ReversePostOrder(List<int>[] next, bool[] starts)
    {
        var order = new List<int>(next.Length);
        var seen = new bool[next.Length];
        var stack = new Stack<(int Node, int Next)>();
        for (var start = 0; start < next.Length; start++)
        {
            if (!starts[start] || seen[start])
            {
                continue;
            }

            seen[start] = true;
            stack.Push((start, 0));
            while (stack.TryPop(out var top))
            {
                if (top.Next == next[top.Node].Count)
                {
                    order.Add(top.Node);
                    continue;
                }

                stack.Push((top.Node, top.Next + 1));
                var to = next[top.Node][top.Next];
                if (!seen[to])
                {
                    seen[to] = true;
                    stack.Push((to, 0));
                }
            }
        }

        order.Reverse();
        return [.. order];
    }
}
