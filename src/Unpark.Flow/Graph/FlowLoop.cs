using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>A loop: blocks that control can go round in.</summary>
public sealed class FlowLoop
{
    internal FlowLoop(FlowBlock header, ImmutableArray<FlowBlock> blocks, FlowLoop? outer, bool isIrreducible)
    {
        Header = header;
        Blocks = blocks;
        Outer = outer;
        IsIrreducible = isIrreducible;
    }

    /// <summary>Where control enters; of a loop made by goto with several entries, one of them.</summary>
    public FlowBlock Header { get; }

    /// <summary>The blocks of the loop and of the loops in it, in the graph's order.</summary>
    public ImmutableArray<FlowBlock> Blocks { get; }

    /// <summary>The loop around this one, or null.</summary>
    public FlowLoop? Outer { get; }

    /// <summary>True if control can enter at more than one block, which takes a goto.</summary>
    public bool IsIrreducible { get; }

    /// <summary>1 for an outermost loop, one more for each loop around it.</summary>
    public int Depth => Outer == null ? 1 : Outer.Depth + 1;

    /// <summary>True if no way leads out of the loop: no return, break, panic or end.</summary>
    public bool IsEndless
    {
        get
        {
            var inside = new HashSet<FlowBlock>(Blocks);
            foreach (var block in Blocks)
            {
                if (block.Successors.IsEmpty)
                {
                    return false;
                }

                foreach (var edge in block.Successors)
                {
                    if (!inside.Contains(edge.To))
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }
}
