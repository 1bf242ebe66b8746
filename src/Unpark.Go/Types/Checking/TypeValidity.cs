namespace Unpark.Go.Types;

/// <summary>
/// Whether a declared type has a finite size, or as an interface finitely many elements: it must not contain itself but
/// through pointers and the like. Source: go/types validtype.go.
/// </summary>
internal static class TypeValidity
{
    private const int MaxDepth = 500;

    /// <summary>True if the type does not contain itself.</summary>
    public static bool IsFinite(NamedType type) => IsFinite(type, [], 0);

    // The nest holds the types that contain one another, the outermost first.
    private static bool IsFinite(GoType type, List<NamedType> nest, int depth)
    {
        if (depth > MaxDepth)
        {
            return false;
        }

        switch (AliasType.Unalias(type))
        {
            case ArrayType array:
                return IsFinite(array.Elem, nest, depth + 1);

            case StructType structType:
                foreach (var field in structType.Fields)
                {
                    if (!IsFinite(field.Type, nest, depth + 1))
                    {
                        return false;
                    }
                }

                return true;

            case UnionType union:
                foreach (var term in union.Terms)
                {
                    if (!IsFinite(term.Type, nest, depth + 1))
                    {
                        return false;
                    }
                }

                return true;

            case InterfaceType interfaceType:
                foreach (var embedded in interfaceType.Embeddeds)
                {
                    if (!IsFinite(embedded, nest, depth + 1))
                    {
                        return false;
                    }
                }

                return true;

            case NamedType named:
                return IsNamedFinite(named, nest, depth);

            case TypeParam param:
                return IsArgumentFinite(param, nest, depth);

            default:
                return true;
        }
    }

    private static bool IsNamedFinite(NamedType named, List<NamedType> nest, int depth)
    {
        if (named.IsKnownFinite)
        {
            return true;
        }

        foreach (var outer in nest)
        {
            if (ReferenceEquals(outer, named)
                || (outer.IsInstance && named.IsInstance && TypeRelations.Identical(outer, named)))
            {
                return false;
            }
        }

        nest.Add(named);
        var finite = IsFinite(named.Origin.Rhs, nest, depth + 1);
        nest.RemoveAt(nest.Count - 1);

        // What a generic type contains depends on its type arguments; anything else is settled for good.
        if (finite && !named.IsInstance && !named.IsGeneric && named.HasRhs)
        {
            named.IsKnownFinite = true;
        }

        return finite;
    }

    // A type parameter stands for the type argument of the instance around it, which in turn is to be judged where that
    // instance was written: outside of it.
    private static bool IsArgumentFinite(TypeParam param, List<NamedType> nest, int depth)
    {
        if (nest.Count == 0)
        {
            return true;
        }

        var inst = nest[^1];
        var typeParams = inst.TypeParams;
        for (var i = 0; i < typeParams.Length && i < inst.TypeArgs.Length; i++)
        {
            if (ReferenceEquals(typeParams[i], param))
            {
                nest.RemoveAt(nest.Count - 1);
                var finite = IsFinite(inst.TypeArgs[i], nest, depth + 1);
                nest.Add(inst);
                return finite;
            }
        }

        return true;
    }
}
