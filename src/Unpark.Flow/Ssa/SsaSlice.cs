using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A part of a slice, a string or the array at an address: that value, then the bounds that are given.</summary>
public sealed class SsaSlice : SsaInstruction
{
    internal SsaSlice(GoType type, Node? syntax, bool hasLow, bool hasHigh, bool hasMax, params SsaValue[] operands)
        : base(SsaOp.Slice, type, syntax, operands)
    {
        HasLow = hasLow;
        HasHigh = hasHigh;
        HasMax = hasMax;
    }

    /// <summary>True if the lower bound is among the operands.</summary>
    public bool HasLow { get; }

    /// <summary>True if the upper bound is among the operands.</summary>
    public bool HasHigh { get; }

    /// <summary>True if the capacity's bound is among the operands.</summary>
    public bool HasMax { get; }
}
