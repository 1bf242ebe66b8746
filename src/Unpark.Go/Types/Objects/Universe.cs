using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// The predeclared types, constants, functions and nil, and the package unsafe (Go specification, "Predeclared
/// identifiers", "Package unsafe").
/// </summary>
public static class Universe
{
    private static readonly BasicType[] BasicTypes =
    [
        new(BasicKind.Invalid, BasicInfo.None, "invalid type"),
        new(BasicKind.Bool, BasicInfo.Boolean, "bool"),
        new(BasicKind.Int, BasicInfo.Integer, "int"),
        new(BasicKind.Int8, BasicInfo.Integer, "int8"),
        new(BasicKind.Int16, BasicInfo.Integer, "int16"),
        new(BasicKind.Int32, BasicInfo.Integer, "int32"),
        new(BasicKind.Int64, BasicInfo.Integer, "int64"),
        new(BasicKind.Uint, BasicInfo.Integer | BasicInfo.Unsigned, "uint"),
        new(BasicKind.Uint8, BasicInfo.Integer | BasicInfo.Unsigned, "uint8"),
        new(BasicKind.Uint16, BasicInfo.Integer | BasicInfo.Unsigned, "uint16"),
        new(BasicKind.Uint32, BasicInfo.Integer | BasicInfo.Unsigned, "uint32"),
        new(BasicKind.Uint64, BasicInfo.Integer | BasicInfo.Unsigned, "uint64"),
        new(BasicKind.Uintptr, BasicInfo.Integer | BasicInfo.Unsigned, "uintptr"),
        new(BasicKind.Float32, BasicInfo.Float, "float32"),
        new(BasicKind.Float64, BasicInfo.Float, "float64"),
        new(BasicKind.Complex64, BasicInfo.Complex, "complex64"),
        new(BasicKind.Complex128, BasicInfo.Complex, "complex128"),
        new(BasicKind.String, BasicInfo.String, "string"),
        new(BasicKind.UnsafePointer, BasicInfo.None, "Pointer"),
        new(BasicKind.UntypedBool, BasicInfo.Boolean | BasicInfo.Untyped, "untyped bool"),
        new(BasicKind.UntypedInt, BasicInfo.Integer | BasicInfo.Untyped, "untyped int"),
        new(BasicKind.UntypedRune, BasicInfo.Integer | BasicInfo.Untyped, "untyped rune"),
        new(BasicKind.UntypedFloat, BasicInfo.Float | BasicInfo.Untyped, "untyped float"),
        new(BasicKind.UntypedComplex, BasicInfo.Complex | BasicInfo.Untyped, "untyped complex"),
        new(BasicKind.UntypedString, BasicInfo.String | BasicInfo.Untyped, "untyped string"),
        new(BasicKind.UntypedNil, BasicInfo.Untyped, "untyped nil"),
    ];

    private static readonly string[] BuiltinNames =
    [
        "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max", "min", "new",
        "panic", "print", "println", "real", "recover",
        "Add", "Alignof", "Offsetof", "Sizeof", "Slice", "SliceData", "String", "StringData",
        "assert", "trace",
    ];

    static Universe()
    {
        Scope = new Scope(null, Node.NoPos, Node.NoPos, "universe");
        Unsafe = new Package("unsafe", "unsafe", new Scope(Scope, Node.NoPos, Node.NoPos, "package"));

        foreach (var type in BasicTypes)
        {
            if (type.Kind == BasicKind.UnsafePointer)
            {
                UnsafePointerObject = new TypeName(Unsafe, type.Name, null, Node.NoPos, type);
                Unsafe.Scope.Insert(UnsafePointerObject);
            }
            else if (!type.Name.Contains(' ', StringComparison.Ordinal))
            {
                Scope.Insert(new TypeName(null, type.Name, null, Node.NoPos, type));
            }
        }

        Byte = new BasicType(BasicKind.Uint8, BasicInfo.Integer | BasicInfo.Unsigned, "byte");
        Rune = new BasicType(BasicKind.Int32, BasicInfo.Integer, "rune");
        Scope.Insert(new TypeName(null, Byte.Name, null, Node.NoPos, Byte));
        Scope.Insert(new TypeName(null, Rune.Name, null, Node.NoPos, Rune));

        Error = MakeError();
        Scope.Insert(Error.Obj);

        var any = new TypeName(null, "any", null, Node.NoPos, null);
        Any = new AliasType(any, InterfaceType.Empty);
        Scope.Insert(any);

        Comparable = new NamedType(new TypeName(null, "comparable", null, Node.NoPos, null));
        ComparableInterface = new InterfaceType(new TypeSet([], TermList.All, true));
        Comparable.SetUnderlying(ComparableInterface);
        Scope.Insert(Comparable.Obj);

        True = new Const(null, "true", null, Node.NoPos, UntypedBool, ConstantValue.MakeBool(true));
        False = new Const(null, "false", null, Node.NoPos, UntypedBool, ConstantValue.MakeBool(false));
        Iota = new Const(null, "iota", null, Node.NoPos, UntypedInt, ConstantValue.MakeInt64(0));
        Nil = new Nil(UntypedNil);
        Scope.Insert(True);
        Scope.Insert(False);
        Scope.Insert(Iota);
        Scope.Insert(Nil);

        for (var id = BuiltinId.Append; id < BuiltinId.Assert; id++)
        {
            if (id < BuiltinId.Add)
            {
                Scope.Insert(new Builtin(null, NameOf(id), id));
            }
            else
            {
                Unsafe.Scope.Insert(new Builtin(Unsafe, NameOf(id), id));
            }
        }
    }

    /// <summary>The outermost scope.</summary>
    public static Scope Scope { get; }

    /// <summary>The package unsafe.</summary>
    public static Package Unsafe { get; }

    /// <summary>The type bool.</summary>
    public static BasicType Bool => Typ(BasicKind.Bool);

    /// <summary>The type int.</summary>
    public static BasicType Int => Typ(BasicKind.Int);

    /// <summary>The type int8.</summary>
    public static BasicType Int8 => Typ(BasicKind.Int8);

    /// <summary>The type int16.</summary>
    public static BasicType Int16 => Typ(BasicKind.Int16);

    /// <summary>The type int32.</summary>
    public static BasicType Int32 => Typ(BasicKind.Int32);

    /// <summary>The type int64.</summary>
    public static BasicType Int64 => Typ(BasicKind.Int64);

    /// <summary>The type uint.</summary>
    public static BasicType Uint => Typ(BasicKind.Uint);

    /// <summary>The type uint8, by that name.</summary>
    public static BasicType Uint8 => Typ(BasicKind.Uint8);

    /// <summary>The type uint16.</summary>
    public static BasicType Uint16 => Typ(BasicKind.Uint16);

    /// <summary>The type uint32.</summary>
    public static BasicType Uint32 => Typ(BasicKind.Uint32);

    /// <summary>The type uint64.</summary>
    public static BasicType Uint64 => Typ(BasicKind.Uint64);

    /// <summary>The type uintptr.</summary>
    public static BasicType Uintptr => Typ(BasicKind.Uintptr);

    /// <summary>The type float32.</summary>
    public static BasicType Float32 => Typ(BasicKind.Float32);

    /// <summary>The type float64.</summary>
    public static BasicType Float64 => Typ(BasicKind.Float64);

    /// <summary>The type complex64.</summary>
    public static BasicType Complex64 => Typ(BasicKind.Complex64);

    /// <summary>The type complex128.</summary>
    public static BasicType Complex128 => Typ(BasicKind.Complex128);

    /// <summary>The type string.</summary>
    public static BasicType String => Typ(BasicKind.String);

    /// <summary>The type unsafe.Pointer.</summary>
    public static BasicType UnsafePointer => Typ(BasicKind.UnsafePointer);

    /// <summary>The type of an untyped boolean value.</summary>
    public static BasicType UntypedBool => Typ(BasicKind.UntypedBool);

    /// <summary>The type of an untyped integer constant.</summary>
    public static BasicType UntypedInt => Typ(BasicKind.UntypedInt);

    /// <summary>The type of an untyped rune constant.</summary>
    public static BasicType UntypedRune => Typ(BasicKind.UntypedRune);

    /// <summary>The type of an untyped floating-point constant.</summary>
    public static BasicType UntypedFloat => Typ(BasicKind.UntypedFloat);

    /// <summary>The type of an untyped complex constant.</summary>
    public static BasicType UntypedComplex => Typ(BasicKind.UntypedComplex);

    /// <summary>The type of an untyped string constant.</summary>
    public static BasicType UntypedString => Typ(BasicKind.UntypedString);

    /// <summary>The type of nil.</summary>
    public static BasicType UntypedNil => Typ(BasicKind.UntypedNil);

    /// <summary>The type byte: uint8 by its other name.</summary>
    public static BasicType Byte { get; }

    /// <summary>The type rune: int32 by its other name.</summary>
    public static BasicType Rune { get; }

    /// <summary>The type error.</summary>
    public static NamedType Error { get; }

    /// <summary>The alias any.</summary>
    public static AliasType Any { get; }

    /// <summary>The constraint comparable.</summary>
    public static NamedType Comparable { get; }

    /// <summary>The constant true.</summary>
    public static Const True { get; }

    /// <summary>The constant false.</summary>
    public static Const False { get; }

    /// <summary>The constant iota.</summary>
    public static Const Iota { get; }

    /// <summary>The value nil.</summary>
    public static Nil Nil { get; }

    /// <summary>The name unsafe.Pointer.</summary>
    internal static TypeName UnsafePointerObject { get; } = null!;

    /// <summary>What underlies comparable.</summary>
    internal static InterfaceType ComparableInterface { get; }

    /// <summary>The basic type of a kind.</summary>
    public static BasicType Typ(BasicKind kind) => BasicTypes[(int)kind];

    /// <summary>The name of a built-in function, for those of unsafe without the package.</summary>
    public static string NameOf(BuiltinId id) => BuiltinNames[(int)id];

    private static NamedType MakeError()
    {
        var named = new NamedType(new TypeName(null, "error", null, Node.NoPos, null));
        var recv = new Var(VarKind.Receiver, null, "", null, Node.NoPos, named);
        var result = new Var(VarKind.Result, null, "", null, Node.NoPos, String);
        var signature = new Signature(recv, [], [], TupleType.Empty, new TupleType([result]), false);
        named.SetUnderlying(new InterfaceType([new Func(null, "Error", null, Node.NoPos, signature)], []));
        return named;
    }
}
