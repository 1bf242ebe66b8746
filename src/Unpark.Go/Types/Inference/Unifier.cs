using System.Collections.Immutable;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <summary>
/// Finds types for type parameters that make types match (Go specification, "Type unification"). For use by one thread.
/// Source: go/types unify.go.
/// </summary>
internal sealed class Unifier
{
    // A recursion this deep is one that does not end.
    private const int MaxDepth = 50;

    private readonly ImmutableArray<TypeParam> typeParams;
    private readonly Handle[] handles;
    private int depth;

    /// <summary>Begins with type parameters and those of their types that are known.</summary>
    public Unifier(ImmutableArray<TypeParam> typeParams, ReadOnlySpan<GoType?> typeArgs)
    {
        this.typeParams = typeParams;
        handles = new Handle[typeParams.Length];
        for (var i = 0; i < handles.Length; i++)
        {
            handles[i] = new Handle { Type = i < typeArgs.Length ? typeArgs[i] : null };
        }
    }

    /// <summary>How many type parameters have no type yet.</summary>
    public int Unknowns
    {
        get
        {
            var count = 0;
            foreach (var handle in handles)
            {
                count += handle.Type == null ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>The type found for a type parameter, or null.</summary>
    public GoType? At(TypeParam param) => handles[typeParams.IndexOf(param)].Type;

    /// <summary>Sets the type of a type parameter.</summary>
    public void Set(TypeParam param, GoType type) => handles[typeParams.IndexOf(param)].Type = type;

    /// <summary>The types found so far, null where there is none.</summary>
    public GoType?[] Inferred()
    {
        var types = new GoType?[handles.Length];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = handles[i].Type;
        }

        return types;
    }

    /// <summary>Makes two types match, which may give types to type parameters; false if that cannot be done.</summary>
    public bool Unify(GoType x, GoType y, UnifyModes mode) => Unify(x, y, mode, null);

    private static InterfaceType? AsInterface(GoType type) =>
        IsTypeParam(type) ? null : type.Underlying as InterfaceType;

    private static bool IsNamed(GoType type) => AliasType.Unalias(type) is NamedType;

    private static bool Same(GoType x, GoType y) =>
        ReferenceEquals(x, y) || ReferenceEquals(AliasType.Unalias(x), AliasType.Unalias(y));

    private bool Unify(GoType x, GoType y, UnifyModes mode, InterfacePair? pairs)
    {
        if (Same(x, y))
        {
            return true;
        }

        if (depth >= MaxDepth)
        {
            return false;
        }

        depth++;
        var result = UnifyDifferent(x, y, mode, pairs);
        depth--;
        return result;
    }

    private bool UnifyDifferent(GoType x, GoType y, UnifyModes mode, InterfacePair? pairs)
    {
        // The order does not count: a named type goes to y, one of the type parameters to x.
        if (IsNamed(x) || Bound(y) >= 0)
        {
            (x, y) = (y, x);
        }

        var exact = (mode & UnifyModes.Exact) != 0;
        if (!exact && AliasType.Unalias(y) is NamedType named && IsTypeLit(x) && !IsInterface(x))
        {
            y = named.Underlying;
            if (Same(x, y))
            {
                return true;
            }
        }

        var px = Bound(x);
        if (px >= 0)
        {
            var py = Bound(y);
            if (py >= 0)
            {
                return Join(px, py) || Unify(handles[px].Type!, handles[py].Type!, mode, pairs);
            }

            return UnifyParam(px, y, mode, pairs);
        }

        // Nothing speaks against what is unknown.
        if (!IsValid(x) || !IsValid(y))
        {
            return true;
        }

        if (!exact)
        {
            var xi = AsInterface(x);
            var yi = AsInterface(y);
            if (xi != null && yi != null)
            {
                return UnifyInterfaces(xi, yi, pairs);
            }

            if (xi != null || yi != null)
            {
                return UnifyMethods(xi ?? yi!, xi != null ? y : x, pairs);
            }
        }

        if (IsTypeParam(y))
        {
            (x, y) = (y, x);
        }

        return UnifyStructure(x, AliasType.Unalias(x), y, AliasType.Unalias(y), mode, pairs);
    }

    private bool UnifyParam(int px, GoType y, UnifyModes mode, InterfacePair? pairs)
    {
        var x = handles[px].Type;
        if (x == null || !IsValid(x))
        {
            handles[px].Type = y;
            return true;
        }

        if (!Unify(x, y, mode, pairs))
        {
            return false;
        }

        var xi = AsInterface(x);
        var yi = AsInterface(y);
        var xn = IsNamed(x);
        var yn = IsNamed(y);
        if (xi != null && yi != null)
        {
            // Which of two names is right cannot be told; other interfaces must have the same methods.
            if (xn && yn)
            {
                return TypeRelations.Identical(x, y);
            }

            if (xi.TypeSet.Methods.Length != yi.TypeSet.Methods.Length)
            {
                return false;
            }
        }
        else if ((xi != null || yi != null) && IsValid(y))
        {
            return false; // either could be meant
        }

        // A named type is preferred, then a channel with a direction, so that the order of arguments does not count.
        if ((mode & UnifyModes.Exact) == 0 && !xn
            && (yn || y.Underlying is ChanType { Dir: not ChanDir.Both }))
        {
            handles[px].Type = y;
        }

        return true;
    }

    // One interface must have the methods of the other, and those must match.
    private bool UnifyInterfaces(InterfaceType x, InterfaceType y, InterfacePair? pairs)
    {
        var xset = x.TypeSet;
        var yset = y.TypeSet;
        if (xset.ComparableOnly != yset.ComparableOnly || !xset.TermList.SameAs(yset.TermList))
        {
            return false;
        }

        if (InterfacePair.Contains(pairs, x, y))
        {
            return true;
        }

        var pair = new InterfacePair(x, y, pairs);
        var (fewer, more) = xset.Methods.Length > yset.Methods.Length ? (yset, xset) : (xset, yset);
        foreach (var method in fewer.Methods)
        {
            if (more.LookupMethod(method.Package, method.Name, out _) is not { } other
                || !Unify(method.Type, other.Type, UnifyModes.Exact, pair))
            {
                return false;
            }
        }

        return true;
    }

    // The other type must have the methods of the interface, and those must match.
    private bool UnifyMethods(InterfaceType iface, GoType type, InterfacePair? pairs)
    {
        foreach (var method in iface.TypeSet.Methods)
        {
            var found = Lookup.FieldOrMethod(type, false, method.Package, method.Name).Obj;
            if (found is UnknownObject)
            {
                continue;
            }

            // A generic method is not the method of an interface.
            if (found is not Func { Signature.TypeParams.Length: 0 } other
                || !Unify(method.Type, other.Type, UnifyModes.Exact, pairs))
            {
                return false;
            }
        }

        return true;
    }

    private bool UnifyStructure(GoType xWritten, GoType x, GoType yWritten, GoType y, UnifyModes mode,
        InterfacePair? pairs)
    {
        var elementMode = (mode & UnifyModes.Assign) != 0 ? mode | UnifyModes.Exact : mode;
        switch (x)
        {
            case BasicType basic:
                return y is BasicType otherBasic && basic.Kind == otherBasic.Kind;
            case ArrayType array:
                return y is ArrayType otherArray
                    && (array.Length < 0 || otherArray.Length < 0 || array.Length == otherArray.Length)
                    && Unify(array.Elem, otherArray.Elem, elementMode, pairs);
            case SliceType slice:
                return y is SliceType otherSlice && Unify(slice.Elem, otherSlice.Elem, elementMode, pairs);
            case PointerType pointer:
                return y is PointerType otherPointer && Unify(pointer.Elem, otherPointer.Elem, elementMode, pairs);
            case StructType structType:
                return y is StructType otherStruct && UnifyStructs(structType, otherStruct, elementMode, pairs);
            case TupleType tuple:
                return y is TupleType otherTuple && UnifyTuples(tuple, otherTuple, mode, pairs);
            case Signature signature:
                return y is Signature other && signature.Variadic == other.Variadic
                    && UnifyTuples(signature.Params, other.Params, elementMode, pairs)
                    && UnifyTuples(signature.Results, other.Results, elementMode, pairs);
            case InterfaceType iface:
                return y is InterfaceType otherInterface && UnifySameMethods(iface, otherInterface, pairs);
            case MapType map:
                return y is MapType otherMap && Unify(map.Key, otherMap.Key, elementMode, pairs)
                    && Unify(map.Elem, otherMap.Elem, elementMode, pairs);
            case ChanType chan:
                return y is ChanType otherChan && ((mode & UnifyModes.Exact) == 0 || chan.Dir == otherChan.Dir)
                    && Unify(chan.Elem, otherChan.Elem, elementMode, pairs);
            case NamedType named:
                return y is NamedType otherNamed && UnifyNamed(named, otherNamed, mode, pairs);
            case TypeParam:
                // Every type argument of a type parameter with a core type has that as its underlying type.
                return SpecificTypes.CommonUnder(x) is { } core && Unify(core, yWritten, UnifyModes.Assign, pairs);
            default:
                return ReferenceEquals(xWritten, yWritten);
        }
    }

    private bool UnifyStructs(StructType x, StructType y, UnifyModes mode, InterfacePair? pairs)
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
                || !Unify(f.Type, g.Type, mode, pairs))
            {
                return false;
            }
        }

        return true;
    }

    private bool UnifyTuples(TupleType x, TupleType y, UnifyModes mode, InterfacePair? pairs)
    {
        if (x.Length != y.Length)
        {
            return false;
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (!Unify(x.Vars[i].Type, y.Vars[i].Type, mode, pairs))
            {
                return false;
            }
        }

        return true;
    }

    private bool UnifyNamed(NamedType x, NamedType y, UnifyModes mode, InterfacePair? pairs)
    {
        if (!TypeRelations.IdenticalOrigin(x, y) || x.TypeArgs.Length != y.TypeArgs.Length || x.TypeArgs.Length == 0)
        {
            return false;
        }

        for (var i = 0; i < x.TypeArgs.Length; i++)
        {
            if (!Unify(x.TypeArgs[i], y.TypeArgs[i], mode, pairs))
            {
                return false;
            }
        }

        return true;
    }

    private bool UnifySameMethods(InterfaceType x, InterfaceType y, InterfacePair? pairs)
    {
        var xset = x.TypeSet;
        var yset = y.TypeSet;
        if (xset.ComparableOnly != yset.ComparableOnly || xset.Methods.Length != yset.Methods.Length
            || !xset.TermList.SameAs(yset.TermList))
        {
            return false;
        }

        if (InterfacePair.Contains(pairs, x, y))
        {
            return true;
        }

        var pair = new InterfacePair(x, y, pairs);
        for (var i = 0; i < xset.Methods.Length; i++)
        {
            var f = xset.Methods[i];
            var g = yset.Methods[i];
            if (!f.HasId(g.Package, g.Name) || !Unify(f.Type, g.Type, UnifyModes.Exact, pair))
            {
                return false;
            }
        }

        return true;
    }

    // Both share their type from now on. False if both have one already.
    private bool Join(int x, int y)
    {
        var hx = handles[x];
        var hy = handles[y];
        if (ReferenceEquals(hx, hy))
        {
            return true;
        }

        if (hx.Type != null && hy.Type != null)
        {
            return false;
        }

        var (from, to) = hx.Type != null ? (hy, hx) : (hx, hy);
        for (var i = 0; i < handles.Length; i++)
        {
            if (ReferenceEquals(handles[i], from))
            {
                handles[i] = to;
            }
        }

        return true;
    }

    // The place of one of the type parameters whose types are looked for, or -1.
    private int Bound(GoType type) => AliasType.Unalias(type) is TypeParam param ? typeParams.IndexOf(param) : -1;

    private sealed class Handle
    {
        public GoType? Type { get; set; }
    }
}
