using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Explorer;

/// <summary>
/// An instruction of SSA form with everything looked up that can be: its operands are registers of the frame (from 0 on) or
/// constants of the function (-1 is the first one).
/// </summary>
internal sealed class Instruction
{
    public required SsaOp Op { get; init; }

    /// <summary>The instruction it is made from.</summary>
    public required SsaInstruction Source { get; init; }

    /// <summary>The register of its value, or -1.</summary>
    public int Target { get; init; } = -1;

    /// <summary>The register of its second value, or -1.</summary>
    public int OkTarget { get; set; } = -1;

    public int[] Operands { get; set; } = [];

    /// <summary>The type of its value.</summary>
    public RuntimeType? Type { get; init; }

    /// <summary>The type of its first operand.</summary>
    public RuntimeType? OperandType { get; init; }

    /// <summary>The cell, the index of a result, and the like.</summary>
    public int Index { get; init; }

    public TokenKind Operator { get; init; }

    /// <summary>Of a call, what is called if that is always the same.</summary>
    public CallSite? Call { get; init; }

    /// <summary>Where control goes; filled in last.</summary>
    public Edge[] Edges { get; set; } = [];
}
