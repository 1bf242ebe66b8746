using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>The name of a declared type, an alias, a type parameter or a predeclared type.</summary>
public sealed class TypeName : GoObject
{
    internal TypeName(Package? package, string name, SourceFile? file, int offset, GoType? type)
        : base(package, name, file, offset, type)
    {
    }

    /// <summary>True for the name of an alias; <c>byte</c> and <c>rune</c> are aliases too.</summary>
    public bool IsAlias => Type switch
    {
        BasicType basic => !ReferenceEquals(Package, Universe.Unsafe)
            && (Package != null || basic.Name != Name || ReferenceEquals(basic, Universe.Byte)
                || ReferenceEquals(basic, Universe.Rune)),
        NamedType named => !ReferenceEquals(named.Obj, this),
        TypeParam param => !ReferenceEquals(param.Obj, this),
        UnknownType => false,
        _ => true,
    };
}
