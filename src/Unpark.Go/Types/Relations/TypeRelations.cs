using System.Runtime.CompilerServices;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <summary>
/// Relations between types: identity, assignability, conversion, implementation. All are pure and safe to use from many
/// threads. What is unknown is assignable and convertible to everything and implements everything, and so is the other
/// way round; it is identical to the unknown type of the same import path and name only.
/// </summary>
public static class TypeRelations
{
    /// <summary>
    /// True if two types are identical (Go specification, "Type identity"). O(size), O(1) for the same object.
    /// </summary>
    public static bool Identical(GoType x, GoType y) => ReferenceEquals(x, y) || Identical(x, y, false, null);

    /// <summary>Like <see cref="Identical(GoType, GoType)"/>, but the tags of struct fields do not count.</summary>
    public static bool IdenticalIgnoreTags(GoType x, GoType y) => ReferenceEquals(x, y) || Identical(x, y, true, null);

    /// <summary>True if two types have the same declaration or are instances of the same generic type.</summary>
    public static bool IdenticalOrigin(NamedType x, NamedType y) => ReferenceEquals(x.Origin, y.Origin);

    /// <summary>
    /// True if a value of type <paramref name="v"/> may be assigned to a variable of type <paramref name="t"/>
    /// (Go specification, "Assignability"). An untyped type stands for a value that is not constant.
    /// </summary>
    public static bool AssignableTo(GoType v, GoType t)
    {
        v = AliasType.Unalias(v);
        t = AliasType.Unalias(t);
        if (v is UnknownType || t is UnknownType || Identical(v, t))
        {
            return true;
        }

        if (IsUntyped(v))
        {
            return UntypedAssignableTo((BasicType)v, t);
        }

        var vu = v.Underlying;
        var tu = t.Underlying;
        if (vu is UnknownType || tu is UnknownType)
        {
            return true;
        }

        var vp = v as TypeParam;
        var tp = t as TypeParam;

        if (vp == null && tp == null && (!HasName(v) || !HasName(t)) && Identical(vu, tu))
        {
            return true;
        }

        if ((tu is InterfaceType && tp == null) || IsInterfacePtr(tu))
        {
            if (Implements(v, t, false))
            {
                return true;
            }

            if (vp == null)
            {
                return false;
            }
        }

        // An interface is not assignable to a type that merely implements it.
        if (vu is InterfaceType && vp == null && Implements(t, v, false))
        {
            return false;
        }

        if (vu is ChanType { Dir: ChanDir.Both } vc && tu is ChanType tc && Identical(vc.Elem, tc.Elem))
        {
            return !HasName(v) || !HasName(t);
        }

        if (tp != null && !HasName(v))
        {
            return AllTerms(tp, v, static (term, type) => AssignableTo(type, term));
        }

        return vp != null && !HasName(t) && AllTerms(vp, t, static (term, type) => AssignableTo(term, type));
    }

    /// <summary>
    /// True if a value of type <paramref name="v"/> that is not constant may be converted to type <paramref name="t"/>
    /// (Go specification, "Conversions").
    /// </summary>
    public static bool ConvertibleTo(GoType v, GoType t)
    {
        if (AssignableTo(v, t))
        {
            return true;
        }

        v = AliasType.Unalias(v);
        t = AliasType.Unalias(t);
        var vu = v.Underlying;
        var tu = t.Underlying;
        if (v is TypeParam vp)
        {
            return t is TypeParam
                ? AllTerms(vp, t, static (term, type) =>
                    AllTerms((TypeParam)type, term, static (tt, vt) => ConvertibleTo(vt, tt)))
                : AllTerms(vp, t, static (term, type) => ConvertibleTo(term, type));
        }

        if (t is TypeParam tp)
        {
            return AllTerms(tp, v, static (term, type) => ConvertibleTo(type, term));
        }

        if (IdenticalIgnoreTags(vu, tu))
        {
            return true;
        }

        if (v is PointerType vptr && t is PointerType tptr && !IsTypeParam(vptr.Elem) && !IsTypeParam(tptr.Elem))
        {
            var ve = vptr.Elem.Underlying;
            var te = tptr.Elem.Underlying;
            if (ve is UnknownType || te is UnknownType || IdenticalIgnoreTags(ve, te))
            {
                return true;
            }
        }

        if ((IsIntegerOrFloat(vu) && IsIntegerOrFloat(tu)) || (IsComplex(vu) && IsComplex(tu)))
        {
            return true;
        }

        if (((IsInteger(vu) || IsBytesOrRunes(vu)) && IsString(tu)) || (IsString(vu) && IsBytesOrRunes(tu)))
        {
            return true;
        }

        if ((IsUnsafePointer(tu) && (IsPointer(vu) || IsUintptr(vu)))
            || (IsUnsafePointer(vu) && (IsPointer(tu) || IsUintptr(tu))))
        {
            return true;
        }

        return vu is SliceType slice && tu switch
        {
            ArrayType array => Identical(slice.Elem, array.Elem),
            PointerType { Elem.Underlying: ArrayType array } => Identical(slice.Elem, array.Elem),
            _ => false,
        };
    }

    /// <summary>True if a type implements an interface (Go specification, "Implementing an interface").</summary>
    public static bool Implements(GoType v, GoType t) => Implements(v, t, false);

    /// <summary>
    /// True if a type argument satisfies a constraint (Go specification, "Satisfying a type constraint").
    /// </summary>
    public static bool Satisfies(GoType v, GoType t) => Implements(v, t, true);

    /// <summary>True if a type assertion from an interface to a type can succeed.</summary>
    public static bool AssertableTo(GoType v, GoType t) => IsInterface(t) || Implements(t, v, false);

    /// <summary>
    /// True if a type implements an interface or, with <paramref name="constraint"/>, satisfies a constraint.
    /// Source: go/types instantiate.go, implements.
    /// </summary>
    internal static bool Implements(GoType v, GoType t, bool constraint)
    {
        var vu = v.Underlying;
        var tu = t.Underlying;
        if (vu is UnknownType || tu is UnknownType || vu is PointerType { Elem.Underlying: UnknownType })
        {
            return true;
        }

        if (tu is not InterfaceType ti)
        {
            return false;
        }

        var tset = ti.TypeSet;
        if (tset.IsAll)
        {
            return true;
        }

        var vset = (vu as InterfaceType)?.TypeSet;
        if (vset is { IsEmpty: true })
        {
            return true;
        }

        if (tset.IsEmpty || !Lookup.HasAllMethods(v, t, true, null))
        {
            return false;
        }

        if (tset.HasTerms)
        {
            if (vset != null ? !vset.TermsSubsetOf(tset) : !tset.TermList.Includes(v))
            {
                return false;
            }
        }

        return !tset.IsComparable || IsStrictlyComparable(v) || (constraint && Comparable(v));
    }

    /// <summary>
    /// Identity with the interfaces whose comparison led here. Source: go/types predicates.go, comparer.identical.
    /// </summary>
    private static bool Identical(GoType x, GoType y, bool ignoreTags, InterfacePair? pairs)
    {
        x = AliasType.Unalias(x);
        y = AliasType.Unalias(y);
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        // The loop follows element types, so that only types with several parts recur.
        while (true)
        {
            switch (x)
            {
                case NamedType named:
                    return y is NamedType otherNamed && Identical(named, otherNamed);
                case BasicType basic:
                    return y is BasicType otherBasic && basic.Kind == otherBasic.Kind;
                case PointerType pointer:
                    if (y is not PointerType otherPointer)
                    {
                        return false;
                    }

                    (x, y) = (pointer.Elem, otherPointer.Elem);
                    break;
                case SliceType slice:
                    if (y is not SliceType otherSlice)
                    {
                        return false;
                    }

                    (x, y) = (slice.Elem, otherSlice.Elem);
                    break;
                case ArrayType array:
                    // A length that could not be told may be any.
                    if (y is not ArrayType otherArray
                        || (array.Length >= 0 && otherArray.Length >= 0 && array.Length != otherArray.Length))
                    {
                        return false;
                    }

                    (x, y) = (array.Elem, otherArray.Elem);
                    break;
                case ChanType chan:
                    if (y is not ChanType otherChan || chan.Dir != otherChan.Dir)
                    {
                        return false;
                    }

                    (x, y) = (chan.Elem, otherChan.Elem);
                    break;
                case MapType map:
                    if (y is not MapType otherMap || !IdenticalPart(map.Key, otherMap.Key, ignoreTags, pairs))
                    {
                        return false;
                    }

                    (x, y) = (map.Elem, otherMap.Elem);
                    break;
                case StructType structType:
                    return y is StructType otherStruct && Identical(structType, otherStruct, ignoreTags, pairs);
                case TupleType tuple:
                    return y is TupleType otherTuple && Identical(tuple, otherTuple, ignoreTags, pairs);
                case Signature signature:
                    return y is Signature otherSignature && Identical(signature, otherSignature, ignoreTags, pairs);
                case InterfaceType iface:
                    return y is InterfaceType otherInterface && Identical(iface, otherInterface, ignoreTags, pairs);
                case UnionType union:
                    return y is UnionType otherUnion
                        && TypeSet.OfUnion(union) is { } xset && TypeSet.OfUnion(otherUnion) is { } yset
                        && xset.SameAs(yset);
                case UnknownType unknown:
                    return y is UnknownType { ImportPath: not null, Name: not null } other
                        && unknown.ImportPath == other.ImportPath && unknown.Name == other.Name;
                default:
                    return false; // type parameters are identical to themselves only
            }

            x = AliasType.Unalias(x);
            y = AliasType.Unalias(y);
            if (ReferenceEquals(x, y))
            {
                return true;
            }
        }
    }

    private static bool IdenticalPart(GoType x, GoType y, bool ignoreTags, InterfacePair? pairs)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Identical(x, y, ignoreTags, pairs);
        }

        return StackGuard.Run((x, y, ignoreTags, pairs), static at => Identical(at.x, at.y, at.ignoreTags, at.pairs));
    }

    private static bool Identical(NamedType x, NamedType y)
    {
        if (!ReferenceEquals(x.Origin, y.Origin) || x.TypeArgs.Length != y.TypeArgs.Length)
        {
            return false;
        }

        if (x.TypeArgs.Length == 0)
        {
            return false; // two declared types
        }

        for (var i = 0; i < x.TypeArgs.Length; i++)
        {
            // Tags count in type arguments even where they do not around them.
            if (!IdenticalPart(x.TypeArgs[i], y.TypeArgs[i], false, null))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Identical(StructType x, StructType y, bool ignoreTags, InterfacePair? pairs)
    {
        if (x.Fields.Length != y.Fields.Length)
        {
            return false;
        }

        for (var i = 0; i < x.Fields.Length; i++)
        {
            var f = x.Fields[i];
            var g = y.Fields[i];
            if (f.Embedded != g.Embedded
                || (!ignoreTags && x.Tag(i) != y.Tag(i))
                || !f.HasId(g.Package, g.Name)
                || !IdenticalPart(f.Type, g.Type, ignoreTags, pairs))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Identical(TupleType x, TupleType y, bool ignoreTags, InterfacePair? pairs)
    {
        if (x.Length != y.Length)
        {
            return false;
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (!IdenticalPart(x.Vars[i].Type, y.Vars[i].Type, ignoreTags, pairs))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Identical(Signature x, Signature y, bool ignoreTags, InterfacePair? pairs)
    {
        if (x.Variadic != y.Variadic || x.TypeParams.Length != y.TypeParams.Length
            || x.Params.Length != y.Params.Length || x.Results.Length != y.Results.Length)
        {
            return false;
        }

        var yparams = y.Params;
        var yresults = y.Results;
        if (x.TypeParams.Length > 0)
        {
            // The names of type parameters do not count: y's are replaced by x's.
            var rename = SubstMap.Rename(y.TypeParams, x.TypeParams);
            for (var i = 0; i < x.TypeParams.Length; i++)
            {
                var ybound = Substitution.Subst(y.TypeParams[i].Constraint, rename);
                if (!IdenticalPart(x.TypeParams[i].Constraint, ybound, ignoreTags, pairs))
                {
                    return false;
                }
            }

            yparams = (TupleType)Substitution.Subst(yparams, rename);
            yresults = (TupleType)Substitution.Subst(yresults, rename);
        }

        return Identical(x.Params, yparams, ignoreTags, pairs) && Identical(x.Results, yresults, ignoreTags, pairs);
    }

    private static bool Identical(InterfaceType x, InterfaceType y, bool ignoreTags, InterfacePair? pairs)
    {
        var xset = x.TypeSet;
        var yset = y.TypeSet;
        if (xset.ComparableOnly != yset.ComparableOnly || xset.Methods.Length != yset.Methods.Length
            || !xset.TermList.SameAs(yset.TermList))
        {
            return false;
        }

        // Interfaces may contain themselves through the parameters of their methods: what is being compared already
        // is taken to be identical.
        if (InterfacePair.Contains(pairs, x, y))
        {
            return true;
        }

        var pair = xset.Methods.Length == 0 ? pairs : new InterfacePair(x, y, pairs);
        for (var i = 0; i < xset.Methods.Length; i++)
        {
            var f = xset.Methods[i];
            var g = yset.Methods[i];
            if (!f.HasId(g.Package, g.Name) || !IdenticalPart(f.Type, g.Type, ignoreTags, pair))
            {
                return false;
            }
        }

        return true;
    }

    // Source: go/types expr.go, implicitTypeAndValue, for values that are not constant.
    private static bool UntypedAssignableTo(BasicType v, GoType t)
    {
        if (IsUntyped(t))
        {
            return MaxType(v, t) != null;
        }

        switch (t.Underlying)
        {
            case UnknownType:
                return true;
            case BasicType:
                return v.Kind switch
                {
                    BasicKind.UntypedBool => IsBoolean(t),
                    BasicKind.UntypedInt or BasicKind.UntypedRune or BasicKind.UntypedFloat
                        or BasicKind.UntypedComplex => IsNumeric(t),
                    BasicKind.UntypedString => IsString(t),
                    BasicKind.UntypedNil => HasNil(t),
                    _ => false,
                };
            case InterfaceType iface:
                return t is TypeParam param
                    ? AllTerms(param, v, static (term, type) => UntypedAssignableTo((BasicType)type, term))
                    : v.Kind == BasicKind.UntypedNil || iface.IsEmpty;
            case PointerType or Signature or SliceType or MapType or ChanType:
                return v.Kind == BasicKind.UntypedNil;
            default:
                return false;
        }
    }

    // False for a type parameter without specific types.
    private static bool AllTerms(TypeParam param, GoType other, Func<GoType, GoType, bool> holds)
    {
        var set = param.Iface().TypeSet;
        if (!set.HasTerms)
        {
            return false;
        }

        foreach (var term in set.Terms)
        {
            if (!holds(term.Type, other))
            {
                return false;
            }
        }

        return true;
    }
}
