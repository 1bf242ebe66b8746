using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>A basic block in SSA form: phis, then other instructions, of which the last one says where control goes.</summary>
public sealed class SsaBlock
{
    internal SsaBlock(SsaFunction function, FlowBlockKind kind)
    {
        Function = function;
        Kind = kind;
    }

    /// <summary>The function.</summary>
    public SsaFunction Function { get; }

    /// <summary>Which part of the function it is.</summary>
    public FlowBlockKind Kind { get; }

    /// <summary>The block's number in its function, from 0 without gaps.</summary>
    public int Index { get; internal set; }

    /// <summary>The instructions; the last one, and only that, is a terminator.</summary>
    public ImmutableArray<SsaInstruction> Instructions { get; internal set; } = [];

    /// <summary>The instruction that ends the block.</summary>
    public SsaInstruction Terminator => Instructions[^1];

    /// <summary>Where control goes from the end; a block may be there twice.</summary>
    public ImmutableArray<SsaBlock> Successors { get; internal set; } = [];

    /// <summary>Where control comes from, without panics: as many as the phis have operands.</summary>
    public ImmutableArray<SsaBlock> Predecessors { get; internal set; } = [];

    /// <summary>
    /// The function's <see cref="SsaFunction.PanicBlock"/> if an instruction of this block may panic, or end the goroutine;
    /// otherwise, and in functions that defer nothing, null.
    /// </summary>
    public SsaBlock? Unwind { get; internal set; }

    internal List<SsaInstruction> Building { get; } = [];

    internal List<SsaBlock> Next { get; } = [];

    internal bool IsEnded => Building is [.., { IsTerminator: true }];

    /// <summary><c>b</c> and the number.</summary>
    public override string ToString() => $"b{Index}";
}
