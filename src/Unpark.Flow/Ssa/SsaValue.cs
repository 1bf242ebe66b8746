using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Something that instructions use: a constant, a parameter, a variable of the package, the result of an instruction.
/// Values are compared by reference.
/// </summary>
public abstract class SsaValue
{
    private protected SsaValue(GoType type)
    {
        Type = type;
    }

    /// <summary>The type; an empty tuple for what has no value.</summary>
    public GoType Type { get; }

    /// <summary>
    /// The instructions of its function that use it, once for each operand, in the order of the blocks. Empty for values
    /// that belong to no function: constants, functions, variables of a package.
    /// </summary>
    public ImmutableArray<SsaInstruction> Uses { get; internal set; } = [];
}
