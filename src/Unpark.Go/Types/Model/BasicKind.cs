namespace Unpark.Go.Types;

/// <summary>The predeclared basic types, in go/types' order.</summary>
public enum BasicKind : byte
{
#pragma warning disable CS1591, SA1602 // the names are the types
    Invalid,
    Bool,
    Int, Int8, Int16, Int32, Int64,
    Uint, Uint8, Uint16, Uint32, Uint64, Uintptr,
    Float32, Float64,
    Complex64, Complex128,
    String,
    UnsafePointer,
    UntypedBool, UntypedInt, UntypedRune, UntypedFloat, UntypedComplex, UntypedString, UntypedNil,
#pragma warning restore CS1591, SA1602
}
