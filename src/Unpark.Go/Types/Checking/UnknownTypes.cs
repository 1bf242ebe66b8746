using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// Tells whether a type has parts that are not known, so that nothing can be concluded from it being another than was
/// wanted. Types may be large, and this is only asked where there is something to report: some of their parts will do.
/// </summary>
internal struct UnknownTypes
{
    private const int MaxParts = 2000;
    private const int MaxDepth = 8;

    private int parts;

    /// <summary>Whether a type is unknown, or something in it is that is not too deep down.</summary>
    public static bool In(GoType type)
    {
        var search = default(UnknownTypes);
        return search.Find(type, 0);
    }

    private bool Find(GoType type, int depth)
    {
        if (depth > MaxDepth || ++parts > MaxParts)
        {
            return false;
        }

        switch (type)
        {
            case UnknownType:
                return true;
            case PointerType pointer:
                return Find(pointer.Elem, depth + 1);
            case SliceType slice:
                return Find(slice.Elem, depth + 1);
            case ArrayType array:
                return array.Length < 0 || Find(array.Elem, depth + 1);
            case ChanType chan:
                return Find(chan.Elem, depth + 1);
            case MapType map:
                return Find(map.Key, depth + 1) || Find(map.Elem, depth + 1);
            case NamedType named:
                // What a named type is made of matters where it is the type itself, or what that points to.
                return Find(named.TypeArgs, depth)
                    || (depth <= 1 && (Find(named.Underlying, depth + 2) || FindInMethods(named, depth + 1)));
            case AliasType alias:
                return Find(alias.Actual, depth);
            case TypeParam param:
                return Find(param.Constraint, depth + 1);
            case StructType structType:
                return Find(structType.Fields, depth);
            case TupleType tuple:
                return Find(tuple.Vars, depth);
            case Signature signature:
                return Find(signature.Params, depth) || Find(signature.Results, depth);
            case InterfaceType interfaceType:
                foreach (var method in interfaceType.ExplicitMethods)
                {
                    if (Find(method.Signature, depth + 1))
                    {
                        return true;
                    }
                }

                return Find(interfaceType.Embeddeds, depth);
            case UnionType union:
                foreach (var term in union.Terms)
                {
                    if (Find(term.Type, depth + 1))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    private bool FindInMethods(NamedType type, int depth)
    {
        for (var i = 0; i < type.MethodCount; i++)
        {
            if (Find(type.Method(i).Signature, depth + 1))
            {
                return true;
            }
        }

        return false;
    }

    private bool Find(ImmutableArray<GoType> types, int depth)
    {
        foreach (var type in types)
        {
            if (Find(type, depth + 1))
            {
                return true;
            }
        }

        return false;
    }

    private bool Find(ImmutableArray<Var> vars, int depth)
    {
        foreach (var variable in vars)
        {
            if (Find(variable.Type, depth + 1))
            {
                return true;
            }
        }

        return false;
    }
}
