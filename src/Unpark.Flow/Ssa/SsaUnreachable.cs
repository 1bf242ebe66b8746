using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Control does not get here: the call before never returns.</summary>
public sealed class SsaUnreachable : SsaInstruction
{
    internal SsaUnreachable(CallEnding ending, Node? syntax)
        : base(SsaOp.Unreachable, TupleType.Empty, syntax)
    {
        Ending = ending;
    }

    /// <summary>What happens instead.</summary>
    public CallEnding Ending { get; }
}
