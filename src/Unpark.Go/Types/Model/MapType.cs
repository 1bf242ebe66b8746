namespace Unpark.Go.Types;

/// <summary>A map type.</summary>
public sealed class MapType(GoType key, GoType elem) : GoType
{
    /// <summary>The key type.</summary>
    public GoType Key { get; } = key;

    /// <summary>The element type.</summary>
    public GoType Elem { get; } = elem;

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
