using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>A channel type.</summary>
public sealed class ChanType(ChanDir dir, GoType elem) : GoType
{
    /// <summary>The direction.</summary>
    public ChanDir Dir { get; } = dir;

    /// <summary>The element type.</summary>
    public GoType Elem { get; } = elem;

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
