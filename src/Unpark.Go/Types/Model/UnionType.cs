using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>A union of terms, embedded in a constraint.</summary>
public sealed class UnionType(ImmutableArray<UnionTerm> terms) : GoType
{
    /// <summary>The terms.</summary>
    public ImmutableArray<UnionTerm> Terms { get; } = terms;

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
