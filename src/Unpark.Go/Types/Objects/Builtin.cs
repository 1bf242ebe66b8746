using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>A built-in function. It has no type of its own: each call has its own signature.</summary>
public sealed class Builtin : GoObject
{
    internal Builtin(Package? package, string name, BuiltinId builtinId)
        : base(package, name, null, Node.NoPos, UnknownType.Instance)
    {
        BuiltinId = builtinId;
    }

    /// <summary>Which built-in function it is.</summary>
    public BuiltinId BuiltinId { get; }
}
