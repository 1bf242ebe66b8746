using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Small questions about types.</summary>
public static class GoTypes
{
    /// <summary>The type without a name for it that is an alias.</summary>
    public static GoType Unalias(GoType type) => AliasType.Unalias(type);

    /// <summary>The base type of a pointer, aliases resolved; otherwise the type itself.</summary>
    public static GoType Deref(GoType type)
    {
        type = AliasType.Unalias(type);
        return type is PointerType pointer ? AliasType.Unalias(pointer.Elem) : type;
    }

    /// <summary>True for the named type of a package, or a pointer to it; where the package is not on disk too.</summary>
    public static bool IsNamed(GoType? type, string importPath, string name)
    {
        if (type == null)
        {
            return false;
        }

        return Deref(type) switch
        {
            NamedType named => named.Obj.Name == name && named.Obj.Package?.Path == importPath,
            UnknownType unknown => unknown.Name == name && unknown.ImportPath == importPath,
            _ => false,
        };
    }

    /// <summary>True for the predeclared type <c>error</c>.</summary>
    public static bool IsError(GoType? type) =>
        type != null && AliasType.Unalias(type) is NamedType { Obj: { Package: null, Name: "error" } };
}
