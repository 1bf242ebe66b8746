using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>A label. It has no type.</summary>
public sealed class Label : GoObject
{
    internal Label(Package? package, string name, SourceFile? file, int offset)
        : base(package, name, file, offset, UnknownType.Instance)
    {
    }

    /// <summary>True if a statement refers to the label.</summary>
    public bool Used { get; internal set; }
}
