namespace Unpark.Go.Types;

/// <summary>A slice type.</summary>
public sealed class SliceType(GoType elem) : GoType
{
    /// <summary>The element type.</summary>
    public GoType Elem { get; } = elem;

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
