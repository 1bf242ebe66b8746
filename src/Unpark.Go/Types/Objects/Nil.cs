using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>The predeclared value <c>nil</c>.</summary>
public sealed class Nil : GoObject
{
    internal Nil(GoType type)
        : base(null, "nil", null, Node.NoPos, type)
    {
    }
}
