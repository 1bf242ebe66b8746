using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Makes a slice, array or map of its elements.</summary>
public sealed class SsaComposite : SsaInstruction
{
    internal SsaComposite(GoType type, Node? syntax, ImmutableArray<int> indices, params SsaValue[] operands)
        : base(SsaOp.Composite, type, syntax, operands)
    {
        Indices = indices;
    }

    /// <summary>The place of each operand in the slice or array; empty for a map.</summary>
    public ImmutableArray<int> Indices { get; }
}
