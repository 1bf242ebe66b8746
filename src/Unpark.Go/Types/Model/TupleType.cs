using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>The parameters or results of a function, and the type of a call with several results or none.</summary>
public sealed class TupleType(ImmutableArray<Var> vars) : GoType
{
    /// <summary>The tuple without variables.</summary>
    public static TupleType Empty { get; } = new([]);

    /// <summary>The variables.</summary>
    public ImmutableArray<Var> Vars { get; } = vars;

    /// <summary>How many variables there are.</summary>
    public int Length => Vars.Length;

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
