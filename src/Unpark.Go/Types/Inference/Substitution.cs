using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// Replaces type parameters in types. A type in which nothing is replaced is returned as it is. Source: go/types
/// subst.go.
/// </summary>
internal static class Substitution
{
    /// <summary>A type with its type parameters replaced. O(size of the type).</summary>
    public static GoType Subst(GoType type, SubstMap map)
    {
        if (map.IsEmpty)
        {
            return type;
        }

        switch (type)
        {
            case BasicType or UnknownType:
                return type;
            case TypeParam param:
                return map.Lookup(param);
            case PointerType pointer:
                var pointerElem = Part(pointer.Elem, map);
                return ReferenceEquals(pointerElem, pointer.Elem) ? type : new PointerType(pointerElem);
            case SliceType slice:
                var sliceElem = Part(slice.Elem, map);
                return ReferenceEquals(sliceElem, slice.Elem) ? type : new SliceType(sliceElem);
            case ArrayType array:
                var arrayElem = Part(array.Elem, map);
                return ReferenceEquals(arrayElem, array.Elem) ? type : new ArrayType(arrayElem, array.Length);
            case ChanType chan:
                var chanElem = Part(chan.Elem, map);
                return ReferenceEquals(chanElem, chan.Elem) ? type : new ChanType(chan.Dir, chanElem);
            case MapType mapType:
                var key = Part(mapType.Key, map);
                var elem = Part(mapType.Elem, map);
                return ReferenceEquals(key, mapType.Key) && ReferenceEquals(elem, mapType.Elem)
                    ? type
                    : new MapType(key, elem);
            case NamedType named:
                // Only the generic type's name may be looked at here: it may be in the middle of being resolved.
                return Types(named.TypeArgs, map) is { } typeArgs
                    ? Instantiation.Instantiate(named.Origin, ImmutableCollectionsMarshal.AsImmutableArray(typeArgs))
                    : type;
            case AliasType alias:
                return Types(alias.TypeArgs, map) is { } aliasArgs
                    ? Instantiation.Instantiate(alias.Origin, ImmutableCollectionsMarshal.AsImmutableArray(aliasArgs))
                    : type;
            case TupleType tuple:
                return Subst(tuple, map);
            case Signature signature:
                return Subst(signature, map);
            case StructType structType:
                return Vars(structType.Fields, map) is { } fields
                    ? new StructType(ImmutableCollectionsMarshal.AsImmutableArray(fields), structType.Tags)
                    : type;
            case InterfaceType iface:
                return Subst(iface, map);
            case UnionType union:
                return Subst(union, map);
            default:
                return type;
        }
    }

    /// <summary>A tuple with its type parameters replaced.</summary>
    public static TupleType Subst(TupleType tuple, SubstMap map) => Vars(tuple.Vars, map) is { } vars
        ? new TupleType(ImmutableCollectionsMarshal.AsImmutableArray(vars))
        : tuple;

    /// <summary>
    /// A signature with its type parameters replaced; the receiver stays as it is. The type parameters of a generic
    /// method whose receiver is being instantiated are replaced by fresh ones: their constraints may refer to those of
    /// the receiver, and those of different instances must be different.
    /// </summary>
    public static Signature Subst(Signature signature, SubstMap map)
    {
        var typeParams = signature.TypeParams;
        if (typeParams.Length > 0 && !map.Contains(typeParams[0]))
        {
            var fresh = Fresh(typeParams);
            map = map.With(typeParams, fresh);
            for (var i = 0; i < fresh.Length; i++)
            {
                fresh[i].SetConstraint(Subst(typeParams[i].Constraint, map));
            }

            typeParams = fresh;
        }

        var parameters = Subst(signature.Params, map);
        var results = Subst(signature.Results, map);
        return ReferenceEquals(parameters, signature.Params) && ReferenceEquals(results, signature.Results)
            && typeParams == signature.TypeParams
            ? signature
            : new Signature(signature.Recv, signature.RecvTypeParams, typeParams, parameters, results,
                signature.Variadic);
    }

    /// <summary>Type parameters of the same names without constraints.</summary>
    public static ImmutableArray<TypeParam> Fresh(ImmutableArray<TypeParam> typeParams)
    {
        var fresh = new TypeParam[typeParams.Length];
        for (var i = 0; i < fresh.Length; i++)
        {
            var obj = typeParams[i].Obj;
            fresh[i] = new TypeParam(new TypeName(obj.Package, obj.Name, obj.File, obj.Offset, null), i);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(fresh);
    }

    /// <summary>
    /// Methods with every receiver that has a type replaced by another; null if there is no such receiver. A null
    /// replacement leaves the receivers without a type, to be set.
    /// </summary>
    public static Func[]? ReplaceRecv(ImmutableArray<Func> methods, GoType old, GoType? replacement)
    {
        Func[]? result = null;
        for (var i = 0; i < methods.Length; i++)
        {
            var method = methods[i];
            if (method.Signature.Recv is { } recv && ReferenceEquals(recv.TypeOrNull, old))
            {
                result ??= [.. methods];
                var signature = method.Signature;
                result[i] = method.WithSignature(new Signature(recv.WithType(replacement), signature.RecvTypeParams,
                    signature.TypeParams, signature.Params, signature.Results, signature.Variadic));
            }
        }

        return result;
    }

    private static GoType Part(GoType type, SubstMap map)
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Subst(type, map);
        }

        return StackGuard.Run((type, map), static at => Subst(at.type, at.map));
    }

    private static InterfaceType Subst(InterfaceType type, SubstMap map)
    {
        Func[]? methods = null;
        for (var i = 0; i < type.ExplicitMethods.Length; i++)
        {
            var method = type.ExplicitMethods[i];
            var signature = method.Type as Signature;
            var replaced = signature == null ? null : Part(signature, map);
            if (!ReferenceEquals(signature, replaced))
            {
                methods ??= [.. type.ExplicitMethods];
                methods[i] = method.WithSignature((Signature)replaced!);
            }
        }

        var embeddeds = Types(type.Embeddeds, map);
        if (methods == null && embeddeds == null)
        {
            return type;
        }

        var explicitMethods = methods == null
            ? type.ExplicitMethods
            : ImmutableCollectionsMarshal.AsImmutableArray(methods);
        var rebound = ReplaceRecv(explicitMethods, type, null);
        var result = new InterfaceType(
            rebound == null ? explicitMethods : ImmutableCollectionsMarshal.AsImmutableArray(rebound),
            embeddeds == null ? type.Embeddeds : ImmutableCollectionsMarshal.AsImmutableArray(embeddeds),
            type.IsImplicit);
        if (rebound != null)
        {
            foreach (var method in rebound)
            {
                if (method.Signature.Recv is { TypeOrNull: null } recv)
                {
                    recv.SetType(result);
                }
            }
        }

        return result;
    }

    private static UnionType Subst(UnionType type, SubstMap map)
    {
        UnionTerm[]? terms = null;
        for (var i = 0; i < type.Terms.Length; i++)
        {
            var term = type.Terms[i];
            var replaced = Part(term.Type, map);
            if (!ReferenceEquals(replaced, term.Type))
            {
                terms ??= [.. type.Terms];
                terms[i] = new UnionTerm(term.Tilde, replaced);
            }
        }

        return terms == null ? type : new UnionType(ImmutableCollectionsMarshal.AsImmutableArray(terms));
    }

    private static GoType[]? Types(ImmutableArray<GoType> types, SubstMap map)
    {
        GoType[]? result = null;
        for (var i = 0; i < types.Length; i++)
        {
            var replaced = Part(types[i], map);
            if (!ReferenceEquals(replaced, types[i]))
            {
                result ??= [.. types];
                result[i] = replaced;
            }
        }

        return result;
    }

    private static Var[]? Vars(ImmutableArray<Var> vars, SubstMap map)
    {
        Var[]? result = null;
        for (var i = 0; i < vars.Length; i++)
        {
            var type = vars[i].Type;
            var replaced = Part(type, map);
            if (!ReferenceEquals(replaced, type))
            {
                result ??= [.. vars];
                result[i] = vars[i].WithType(replaced);
            }
        }

        return result;
    }
}
