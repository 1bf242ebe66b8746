using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Unpark.Go.Types;

/// <summary>
/// Compares types by <see cref="TypeRelations.Identical(GoType, GoType)"/>, for dictionaries and sets of types.
/// Source: go/types hash.go.
/// </summary>
public sealed class TypeIdentity : IEqualityComparer<GoType>
{
    // How deep a type is looked into for its hash; types that differ deeper down are told apart when they are compared.
    private const int MaxDepth = 6;

    private TypeIdentity()
    {
    }

    /// <summary>The comparer.</summary>
    public static TypeIdentity Comparer { get; } = new();

    /// <summary>True if two types are identical.</summary>
    public bool Equals(GoType? x, GoType? y) =>
        ReferenceEquals(x, y) || (x != null && y != null && TypeRelations.Identical(x, y));

    /// <summary>A number that identical types have in common. O(1).</summary>
    public int GetHashCode(GoType obj) => Hash(obj, MaxDepth);

    // The type parameters of generic signatures are identical by their places, others by reference: they must not count.
    // Neither do the methods of interfaces, which may contain the interface, but for their number, nor the length of an
    // array, which may not be known.
    private static int Hash(GoType type, int depth)
    {
        type = AliasType.Unalias(type);
        if (depth == 0)
        {
            return 0;
        }

        return type switch
        {
            BasicType basic => (int)basic.Kind,
            NamedType named => Hash(RuntimeHelpers.GetHashCode(named.Origin), named.TypeArgs, depth),
            PointerType pointer => (Hash(pointer.Elem, depth - 1) * 31) + 101,
            SliceType slice => (Hash(slice.Elem, depth - 1) * 31) + 102,
            ArrayType array => (Hash(array.Elem, depth - 1) * 31) + 103,
            ChanType chan => (Hash(chan.Elem, depth - 1) * 31) + 104 + (int)chan.Dir,
            MapType map => (((Hash(map.Key, depth - 1) * 31) + Hash(map.Elem, depth - 1)) * 31) + 108,
            StructType structType => Hash(109, structType.Fields, depth),
            TupleType tuple => Hash(110, tuple.Vars, depth),
            Signature signature => Hash(Hash(signature.Variadic ? 112 : 111, signature.Params.Vars, depth),
                signature.Results.Vars, depth),
            InterfaceType iface => 113 + iface.TypeSet.Methods.Length,
            UnionType => 114,
            UnknownType unknown => unknown.Name?.GetHashCode(StringComparison.Ordinal)
                ?? RuntimeHelpers.GetHashCode(unknown),
            _ => 115,
        };
    }

    private static int Hash(int hash, ImmutableArray<Var> vars, int depth)
    {
        foreach (var variable in vars)
        {
            hash = (hash * 31) + Hash(variable.Type, depth - 1);
        }

        return hash;
    }

    private static int Hash(int hash, ImmutableArray<GoType> types, int depth)
    {
        foreach (var type in types)
        {
            hash = (hash * 31) + Hash(type, depth - 1);
        }

        return hash;
    }
}
