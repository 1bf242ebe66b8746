using System.Runtime.CompilerServices;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// Questions about a single type. Those named Is... do not look inside of a type parameter; those named All... ask for
/// every specific type of its type set. Source: go/types predicates.go.
/// </summary>
public static class TypePredicates
{
    /// <summary>False for what could not be resolved.</summary>
    public static bool IsValid(GoType type) => AliasType.Unalias(type) is not UnknownType;

    /// <summary>True for boolean types.</summary>
    public static bool IsBoolean(GoType type) => IsBasic(type, BasicInfo.Boolean);

    /// <summary>True for integer types.</summary>
    public static bool IsInteger(GoType type) => IsBasic(type, BasicInfo.Integer);

    /// <summary>True for unsigned integer types.</summary>
    public static bool IsUnsigned(GoType type) => IsBasic(type, BasicInfo.Unsigned);

    /// <summary>True for floating-point types.</summary>
    public static bool IsFloat(GoType type) => IsBasic(type, BasicInfo.Float);

    /// <summary>True for complex types.</summary>
    public static bool IsComplex(GoType type) => IsBasic(type, BasicInfo.Complex);

    /// <summary>True for numeric types.</summary>
    public static bool IsNumeric(GoType type) => IsBasic(type, BasicInfo.Numeric);

    /// <summary>True for string types.</summary>
    public static bool IsString(GoType type) => IsBasic(type, BasicInfo.String);

    /// <summary>True for integer and floating-point types.</summary>
    public static bool IsIntegerOrFloat(GoType type) => IsBasic(type, BasicInfo.Integer | BasicInfo.Float);

    /// <summary>True for types that constants may have.</summary>
    public static bool IsConstType(GoType type) => IsBasic(type, BasicInfo.ConstType);

    /// <summary>True if the underlying type is a basic one with one of the properties.</summary>
    public static bool IsBasic(GoType type, BasicInfo info) =>
        type.Underlying is BasicType basic && (basic.Info & info) != 0;

    /// <summary>True for boolean types and type parameters limited to them.</summary>
    public static bool AllBoolean(GoType type) => AllBasic(type, BasicInfo.Boolean);

    /// <summary>True for integer types and type parameters limited to them.</summary>
    public static bool AllInteger(GoType type) => AllBasic(type, BasicInfo.Integer);

    /// <summary>True for unsigned integer types and type parameters limited to them.</summary>
    public static bool AllUnsigned(GoType type) => AllBasic(type, BasicInfo.Unsigned);

    /// <summary>True for numeric types and type parameters limited to them.</summary>
    public static bool AllNumeric(GoType type) => AllBasic(type, BasicInfo.Numeric);

    /// <summary>True for string types and type parameters limited to them.</summary>
    public static bool AllString(GoType type) => AllBasic(type, BasicInfo.String);

    /// <summary>True for ordered types and type parameters limited to them.</summary>
    public static bool AllOrdered(GoType type) => AllBasic(type, BasicInfo.Ordered);

    /// <summary>True for numeric and string types and type parameters limited to them.</summary>
    public static bool AllNumericOrString(GoType type) => AllBasic(type, BasicInfo.Numeric | BasicInfo.String);

    /// <summary>
    /// True if the underlying type, or that of every type in a type parameter's set, is such a basic one.
    /// </summary>
    public static bool AllBasic(GoType type, BasicInfo info)
    {
        if (AliasType.Unalias(type) is not TypeParam param)
        {
            return IsBasic(type, info);
        }

        var set = param.Iface().TypeSet;
        if (!set.HasTerms)
        {
            return false;
        }

        foreach (var term in set.Terms)
        {
            if (!IsBasic(term.Type, info))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for types with a name: predeclared and declared types, and type parameters.</summary>
    public static bool HasName(GoType type) => AliasType.Unalias(type) is BasicType or NamedType or TypeParam;

    /// <summary>True for type literals and basic types.</summary>
    public static bool IsTypeLit(GoType type) => AliasType.Unalias(type) is not (NamedType or TypeParam);

    /// <summary>False for the types of untyped constants, untyped booleans and nil.</summary>
    public static bool IsTyped(GoType type) => type is not BasicType basic || (basic.Info & BasicInfo.Untyped) == 0;

    /// <summary>True for the types of untyped constants, untyped booleans and nil.</summary>
    public static bool IsUntyped(GoType type) => type is BasicType basic && (basic.Info & BasicInfo.Untyped) != 0;

    /// <summary>True for the types of untyped numeric constants.</summary>
    public static bool IsUntypedNumeric(GoType type) =>
        type is BasicType basic && (basic.Info & BasicInfo.Untyped) != 0 && (basic.Info & BasicInfo.Numeric) != 0;

    /// <summary>True for interfaces and type parameters.</summary>
    public static bool IsInterface(GoType type) => type.Underlying is InterfaceType;

    /// <summary>True for interfaces.</summary>
    public static bool IsNonTypeParamInterface(GoType type) => !IsTypeParam(type) && IsInterface(type);

    /// <summary>True for type parameters.</summary>
    public static bool IsTypeParam(GoType type) => AliasType.Unalias(type) is TypeParam;

    /// <summary>True for pointers, also by a name.</summary>
    public static bool IsPointer(GoType type) => type.Underlying is PointerType;

    /// <summary>True for pointers to interfaces and to type parameters.</summary>
    public static bool IsInterfacePtr(GoType type) =>
        type.Underlying is PointerType pointer && IsInterface(pointer.Elem);

    /// <summary>True for uintptr, also by another name.</summary>
    public static bool IsUintptr(GoType type) => type.Underlying is BasicType { Kind: BasicKind.Uintptr };

    /// <summary>True for unsafe.Pointer, also by another name.</summary>
    public static bool IsUnsafePointer(GoType type) => type.Underlying is BasicType { Kind: BasicKind.UnsafePointer };

    /// <summary>True for slices of bytes or runes.</summary>
    public static bool IsBytesOrRunes(GoType type) => type.Underlying is SliceType slice
        && slice.Elem.Underlying is BasicType { Kind: BasicKind.Uint8 or BasicKind.Int32 };

    /// <summary>True for a generic type or alias that is not instantiated.</summary>
    public static bool IsGeneric(GoType type) =>
        type is AliasType { IsGeneric: true } || AliasType.Unalias(type) is NamedType { IsGeneric: true };

    /// <summary>
    /// True if values of a type may be compared with <c>==</c> (Go specification, "Comparison operators").
    /// </summary>
    public static bool Comparable(GoType type) => ComparableType(type, true);

    /// <summary>True if values of a type may be compared, and comparing them never panics.</summary>
    public static bool IsStrictlyComparable(GoType type) => ComparableType(type, false);

    /// <summary>
    /// True if values of a type may be compared. With <paramref name="dynamic"/> every interface that is no type
    /// parameter is comparable, otherwise only those whose type sets are.
    /// </summary>
    public static bool ComparableType(GoType type, bool dynamic)
    {
        HashSet<GoType>? seen = null;
        return ComparableType(type, dynamic, ref seen);
    }

    /// <summary>Comparability, with the types that are being looked at already.</summary>
    internal static bool ComparableType(GoType type, bool dynamic, ref HashSet<GoType>? seen)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return StackGuard.Run((type, dynamic), static at => ComparableType(at.type, at.dynamic));
        }

        switch (type.Underlying)
        {
            case BasicType basic:
                return basic.Kind != BasicKind.UntypedNil;
            case PointerType or ChanType or UnknownType:
                return true;
            case StructType structType:
                if (!(seen ??= []).Add(type))
                {
                    return true;
                }

                foreach (var field in structType.Fields)
                {
                    if (!ComparableType(field.Type, dynamic, ref seen))
                    {
                        return false;
                    }
                }

                return true;
            case ArrayType array:
                return !(seen ??= []).Add(type) || ComparableType(array.Elem, dynamic, ref seen);
            case InterfaceType iface:
                return (dynamic && !IsTypeParam(type)) || !(seen ??= []).Add(type)
                    || iface.TypeSet.IsComparableSet(seen);
            default:
                return false;
        }
    }

    /// <summary>True if <c>nil</c> is a value of a type.</summary>
    public static bool HasNil(GoType type)
    {
        switch (type.Underlying)
        {
            case BasicType basic:
                return basic.Kind == BasicKind.UnsafePointer;
            case SliceType or PointerType or Signature or MapType or ChanType:
                return true;
            case InterfaceType iface:
                if (!IsTypeParam(type))
                {
                    return true;
                }

                if (!iface.TypeSet.HasTerms)
                {
                    return false;
                }

                foreach (var term in iface.TypeSet.Terms)
                {
                    if (!HasNil(term.Type))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// The type that an untyped value gets where nothing else gives it one (Go specification, "Constants"); any other
    /// type, and that of nil, itself.
    /// </summary>
    public static GoType Default(GoType type) => type is BasicType basic
        ? basic.Kind switch
        {
            BasicKind.UntypedBool => Universe.Bool,
            BasicKind.UntypedInt => Universe.Int,
            BasicKind.UntypedRune => Universe.Rune,
            BasicKind.UntypedFloat => Universe.Float64,
            BasicKind.UntypedComplex => Universe.Complex128,
            BasicKind.UntypedString => Universe.String,
            _ => type,
        }
        : type;

    /// <summary>
    /// The larger of two types: of different untyped numeric types that which comes later of integer, rune,
    /// floating-point, complex; null for any other types that are not the same object.
    /// </summary>
    public static GoType? MaxType(GoType x, GoType y)
    {
        if (ReferenceEquals(x, y))
        {
            return x;
        }

        return IsUntypedNumeric(x) && IsUntypedNumeric(y)
            ? ((BasicType)x).Kind > ((BasicType)y).Kind ? x : y
            : null;
    }
}
