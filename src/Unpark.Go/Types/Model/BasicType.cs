namespace Unpark.Go.Types;

/// <summary>
/// A predeclared basic type; there is one object for each kind (<c>byte</c> and <c>rune</c> are aliases of their own
/// name).
/// </summary>
public sealed class BasicType : GoType
{
    internal BasicType(BasicKind kind, BasicInfo info, string name)
    {
        Kind = kind;
        Info = info;
        Name = name;
    }

    /// <summary>Which basic type it is.</summary>
    public BasicKind Kind { get; }

    /// <summary>Its properties.</summary>
    public BasicInfo Info { get; }

    /// <summary>Its name, such as <c>int</c> or <c>untyped nil</c>.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
