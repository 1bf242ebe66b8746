namespace Unpark.Go.Types;

/// <summary>A pointer type.</summary>
public sealed class PointerType(GoType elem) : GoType
{
    /// <summary>The base type.</summary>
    public GoType Elem { get; } = elem;

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
