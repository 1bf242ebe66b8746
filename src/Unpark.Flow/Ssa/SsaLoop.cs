using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>A loop of a function in SSA form: blocks that control can go round in, panics left out.</summary>
public sealed class SsaLoop
{
    internal SsaLoop(SsaBlock header, ImmutableArray<SsaBlock> blocks, SsaLoop? outer)
    {
        Header = header;
        Blocks = blocks;
        Outer = outer;
    }

    /// <summary>Where control enters; of a loop made by goto with several entries, one of them.</summary>
    public SsaBlock Header { get; }

    /// <summary>The blocks of the loop and of the loops in it, in the function's order.</summary>
    public ImmutableArray<SsaBlock> Blocks { get; }

    /// <summary>The loop around this one, or null.</summary>
    public SsaLoop? Outer { get; }

    /// <summary>True if no way leads out of the loop but a panic.</summary>
    public bool IsEndless => Blocks.All(b => !b.Successors.IsEmpty && b.Successors.All(Blocks.Contains));
}
