using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// Tells whether types are written alike: identical, and with the same aliases and parameter names, so that either may
/// stand for the other wherever types are shown.
/// </summary>
internal static class TypeSpelling
{
    /// <summary>A hash that types written alike have in common.</summary>
    public static int Hash(ImmutableArray<GoType> types)
    {
        var hash = 17;
        foreach (var type in types)
        {
            hash = (hash * 31) + Hash(type);
        }

        return hash ^ (hash >>> 15);
    }

    /// <summary>True if both lists have the same types, written alike.</summary>
    public static bool Same(ImmutableArray<GoType> x, ImmutableArray<GoType> y)
    {
        if (x.Length != y.Length)
        {
            return false;
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (!Same(x[i], y[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Hash(GoType type)
    {
        // The types that many type arguments are composed of are followed; anything else counts by its class and size.
        var hash = 0;
        while (true)
        {
            switch (type)
            {
                case PointerType pointer:
                    hash = (hash * 31) + 1;
                    type = pointer.Elem;
                    continue;
                case SliceType slice:
                    hash = (hash * 31) + 2;
                    type = slice.Elem;
                    continue;
                case ChanType chan:
                    hash = (hash * 31) + 3 + (int)chan.Dir;
                    type = chan.Elem;
                    continue;
                case ArrayType array:
                    hash = (hash * 31) + 7 + (int)array.Length;
                    type = array.Elem;
                    continue;
                case NamedType { IsInstance: true } named:
                    return (hash * 31) + RuntimeHelpers.GetHashCode(named.Origin);
                case AliasType { IsInstance: true } alias:
                    return (hash * 31) + RuntimeHelpers.GetHashCode(alias.Origin);
                case MapType map:
                    hash = (hash * 31) + 8;
                    type = map.Elem;
                    continue;
                case StructType structType:
                    return (hash * 31) + 9 + structType.Fields.Length;
                case Signature signature:
                    return (hash * 31) + 10 + signature.Params.Length + (signature.Results.Length * 7);
                case InterfaceType iface:
                    return (hash * 31) + 11 + iface.ExplicitMethods.Length + (iface.Embeddeds.Length * 7);
                case TupleType tuple:
                    return (hash * 31) + 12 + tuple.Length;
                case UnionType union:
                    return (hash * 31) + 13 + union.Terms.Length;
                case UnknownType unknown:
                    return (hash * 31) + (unknown.Name?.GetHashCode(StringComparison.Ordinal) ?? 14);
                default:
                    return (hash * 31) + RuntimeHelpers.GetHashCode(type);
            }
        }
    }

    private static bool Same(GoType x, GoType y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return StackGuard.Run((x, y), static at => Same(at.x, at.y));
        }

        switch (x)
        {
            case NamedType { IsInstance: true } named:
                return y is NamedType otherNamed && ReferenceEquals(named.Origin, otherNamed.Origin)
                    && Same(named.TypeArgs, otherNamed.TypeArgs);
            case AliasType { IsInstance: true } alias:
                return y is AliasType otherAlias && ReferenceEquals(alias.Origin, otherAlias.Origin)
                    && Same(alias.TypeArgs, otherAlias.TypeArgs);
            case PointerType pointer:
                return y is PointerType otherPointer && Same(pointer.Elem, otherPointer.Elem);
            case SliceType slice:
                return y is SliceType otherSlice && Same(slice.Elem, otherSlice.Elem);
            case ArrayType array:
                return y is ArrayType otherArray && array.Length == otherArray.Length
                    && Same(array.Elem, otherArray.Elem);
            case ChanType chan:
                return y is ChanType otherChan && chan.Dir == otherChan.Dir && Same(chan.Elem, otherChan.Elem);
            case MapType map:
                return y is MapType otherMap && Same(map.Key, otherMap.Key) && Same(map.Elem, otherMap.Elem);
            case StructType structType:
                return y is StructType otherStruct && Same(structType, otherStruct);
            case TupleType tuple:
                return y is TupleType otherTuple && Same(tuple, otherTuple);
            case Signature signature:
                return y is Signature otherSignature && Same(signature, otherSignature);
            case InterfaceType iface:
                return y is InterfaceType otherInterface && Same(iface, otherInterface);
            case UnionType union:
                return y is UnionType otherUnion && Same(union, otherUnion);
            case UnknownType unknown:
                return y is UnknownType { ImportPath: not null, Name: not null } other
                    && unknown.ImportPath == other.ImportPath && unknown.Name == other.Name;
            default:
                return false;
        }
    }

    private static bool Same(StructType x, StructType y)
    {
        if (x.Fields.Length != y.Fields.Length)
        {
            return false;
        }

        for (var i = 0; i < x.Fields.Length; i++)
        {
            var f = x.Fields[i];
            var g = y.Fields[i];
            if (f.Embedded != g.Embedded || x.Tag(i) != y.Tag(i) || !f.HasId(g.Package, g.Name)
                || !Same(f.Type, g.Type))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(TupleType x, TupleType y)
    {
        if (x.Length != y.Length)
        {
            return false;
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (x.Vars[i].Name != y.Vars[i].Name || !Same(x.Vars[i].Type, y.Vars[i].Type))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(Signature x, Signature y) =>
        x.Variadic == y.Variadic && x.TypeParams.Length == 0 && y.TypeParams.Length == 0
        && Same(x.Params, y.Params) && Same(x.Results, y.Results);

    private static bool Same(InterfaceType x, InterfaceType y)
    {
        if (x.IsImplicit != y.IsImplicit || x.ExplicitMethods.Length != y.ExplicitMethods.Length
            || ReferenceEquals(x, Universe.ComparableInterface) || ReferenceEquals(y, Universe.ComparableInterface)
            || !Same(x.Embeddeds, y.Embeddeds))
        {
            return false;
        }

        for (var i = 0; i < x.ExplicitMethods.Length; i++)
        {
            var f = x.ExplicitMethods[i];
            var g = y.ExplicitMethods[i];
            if (!f.HasId(g.Package, g.Name) || !Same(f.Type, g.Type))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(UnionType x, UnionType y)
    {
        if (x.Terms.Length != y.Terms.Length)
        {
            return false;
        }

        for (var i = 0; i < x.Terms.Length; i++)
        {
            if (x.Terms[i].Tilde != y.Terms[i].Tilde || !Same(x.Terms[i].Type, y.Terms[i].Type))
            {
                return false;
            }
        }

        return true;
    }
}
