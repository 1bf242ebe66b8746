using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>One of several results of a call.</summary>
public sealed class SsaExtract : SsaInstruction
{
    internal SsaExtract(SsaValue call, int index, GoType type, Node? syntax)
        : base(SsaOp.Extract, type, syntax, call)
    {
        Index = index;
    }

    /// <summary>Which result, from 0.</summary>
    public int Index { get; }
}
