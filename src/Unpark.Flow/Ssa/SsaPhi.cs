using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Joins the values a variable has on the ways into a block: the operand of each predecessor, in their order.
/// </summary>
public sealed class SsaPhi : SsaInstruction
{
    internal SsaPhi(GoType type, Var? variable, int predecessors)
        : base(SsaOp.Phi, type, null, new SsaValue[predecessors])
    {
        Variable = variable;
    }

    /// <summary>The declared variable; null for one that only the builder knows.</summary>
    public Var? Variable { get; }
}
