namespace Unpark.Go.Types;

/// <summary>An array type.</summary>
public sealed class ArrayType(GoType elem, long length) : GoType
{
    /// <summary>The element type.</summary>
    public GoType Elem { get; } = elem;

    /// <summary>The length, or -1 if it is not known.</summary>
    public long Length { get; } = length;

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
