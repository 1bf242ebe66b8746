using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>What the shape of a value is when its type is one parameter or another.</summary>
internal static class SsaTypes
{
    private const int MaxDepth = 12;

    /// <summary>
    /// The underlying type; of a type parameter that of the first type in its set, which decides what can be done with it
    /// (Go specification, "Core types" up to Go 1.24).
    /// </summary>
    public static GoType Shape(GoType type)
    {
        type = AliasType.Unalias(type);
        if (type is TypeParam param)
        {
            var set = param.Iface().TypeSet;
            if (!set.HasTerms)
            {
                return UnknownType.Instance;
            }

            // That of a string only if there is nothing else: []byte | string is indexed, sliced and ranged over. An array before a
            // slice: its elements are found where it lies.
            var found = set.Terms[0].Type.Underlying;
            foreach (var term in set.Terms)
            {
                var shape = term.Type.Underlying;
                if ((found is BasicType && shape is not BasicType) || (found is SliceType && shape is ArrayType))
                {
                    found = shape;
                }
            }

            return found;
        }

        return type.Underlying;
    }

    /// <summary>True if a value of one type is one of the other without any change to its bits or its methods' table.</summary>
    public static bool SameShape(GoType from, GoType to)
    {
        var x = from.Underlying;
        var y = to.Underlying;
        if (TypeRelations.IdenticalIgnoreTags(x, y))
        {
            return true;
        }

        return (x, y) switch
        {
            (ChanType a, ChanType b) => TypeRelations.Identical(a.Elem, b.Elem),
            (PointerType a, PointerType b) => TypeRelations.IdenticalIgnoreTags(a.Elem.Underlying, b.Elem.Underlying),
            _ => false,
        };
    }

    /// <summary>True if the type is unknown, or made of one that is; names are not looked through.</summary>
    public static bool HasUnknown(GoType type) => HasUnknown(type, MaxDepth);

    private static bool HasUnknown(GoType type, int depth)
    {
        if (depth == 0)
        {
            return false;
        }

        switch (AliasType.Unalias(type))
        {
            case UnknownType or BasicType { Kind: BasicKind.Invalid }:
                return true;
            case PointerType pointer:
                return HasUnknown(pointer.Elem, depth - 1);
            case SliceType slice:
                return HasUnknown(slice.Elem, depth - 1);
            case ArrayType array:
                return array.Length < 0 || HasUnknown(array.Elem, depth - 1);
            case ChanType channel:
                return HasUnknown(channel.Elem, depth - 1);
            case MapType map:
                return HasUnknown(map.Key, depth - 1) || HasUnknown(map.Elem, depth - 1);
            case TupleType tuple:
                return AnyUnknown(tuple, depth - 1);
            case Signature signature:
                return AnyUnknown(signature.Params, depth - 1) || AnyUnknown(signature.Results, depth - 1);
            case NamedType named:
                foreach (var argument in named.TypeArgs)
                {
                    if (HasUnknown(argument, depth - 1))
                    {
                        return true;
                    }
                }

                return named.Underlying is UnknownType;
            case StructType structType:
                foreach (var field in structType.Fields)
                {
                    if (HasUnknown(field.Type, depth - 1))
                    {
                        return true;
                    }
                }

                return false;
            case InterfaceType iface:
                foreach (var method in iface.TypeSet.Methods)
                {
                    if (HasUnknown(method.Type, depth - 1))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    private static bool AnyUnknown(TupleType tuple, int depth)
    {
        foreach (var variable in tuple.Vars)
        {
            if (HasUnknown(variable.Type, depth))
            {
                return true;
            }
        }

        return false;
    }
}
