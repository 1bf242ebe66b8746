using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// Finds aliases that stand for a type containing themselves. Such a type could not be written down, as there is no
/// defined type to break the cycle, and no walk over it would end. Source: Go specification, "Alias declarations";
/// go/types cycles.go, decl.go.
/// </summary>
internal static class AliasCycles
{
    /// <summary>Whether a type mentions an alias without a defined type between them.</summary>
    /// <param name="type">What the alias is declared to be.</param>
    /// <param name="alias">The alias, which may be generic.</param>
    public static bool Mentions(GoType type, AliasType alias) => Mentions(type, alias, null);

    private static bool Mentions(GoType type, AliasType alias, HashSet<AliasType>? seen)
    {
        switch (type)
        {
            case AliasType other:
                if (ReferenceEquals(other.Origin, alias) || Mentions(other.TypeArgs, alias, seen))
                {
                    return true;
                }

                // What a generic alias stands for is looked at once, whatever it is instantiated with.
                seen ??= [];
                return seen.Add(other.Origin) && Mentions(other.Origin.Rhs, alias, seen);

            case NamedType named:
                return Mentions(named.TypeArgs, alias, seen);
            case PointerType pointer:
                return Mentions(pointer.Elem, alias, seen);
            case SliceType slice:
                return Mentions(slice.Elem, alias, seen);
            case ArrayType array:
                return Mentions(array.Elem, alias, seen);
            case ChanType chan:
                return Mentions(chan.Elem, alias, seen);
            case MapType map:
                return Mentions(map.Key, alias, seen) || Mentions(map.Elem, alias, seen);
            case StructType structType:
                return Mentions(structType.Fields, alias, seen);
            case TupleType tuple:
                return Mentions(tuple.Vars, alias, seen);
            case Signature signature:
                return Mentions(signature.Params, alias, seen) || Mentions(signature.Results, alias, seen);

            case InterfaceType interfaceType:
                foreach (var method in interfaceType.ExplicitMethods)
                {
                    if (Mentions(method.Signature, alias, seen))
                    {
                        return true;
                    }
                }

                return Mentions(interfaceType.Embeddeds, alias, seen);

            case UnionType union:
                foreach (var term in union.Terms)
                {
                    if (Mentions(term.Type, alias, seen))
                    {
                        return true;
                    }
                }

                return false;

            default:
                return false;
        }
    }

    private static bool Mentions(ImmutableArray<GoType> types, AliasType alias, HashSet<AliasType>? seen)
    {
        foreach (var type in types)
        {
            if (Mentions(type, alias, seen))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Mentions(ImmutableArray<Var> vars, AliasType alias, HashSet<AliasType>? seen)
    {
        foreach (var variable in vars)
        {
            if (Mentions(variable.Type, alias, seen))
            {
                return true;
            }
        }

        return false;
    }
}
