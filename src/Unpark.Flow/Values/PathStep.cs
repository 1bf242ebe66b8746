using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>One step of an <see cref="AccessPath"/>: a field, or an element at an index.</summary>
/// <param name="Key">
/// The declared <see cref="Var"/> of the field; of an index a string, its constant, or the local variable that holds it.
/// </param>
/// <param name="IsIndex">True for an element.</param>
public readonly record struct PathStep(object Key, bool IsIndex)
{
    /// <summary>The field, or null.</summary>
    public Var? Field => IsIndex ? null : Key as Var;

    /// <inheritdoc/>
    public override string ToString() => IsIndex ? $"[{(Key as Var)?.Name ?? Key}]" : "." + ((Var)Key).Name;
}
