using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>Integers of Go's sizes, kept in 64 bits.</summary>
internal static class Integers
{
    /// <summary>The lowest bits of a number, as many as the type has, extended again by its sign or by zeros.</summary>
    public static long Wrap(long value, BasicKind kind) => kind switch
    {
        BasicKind.Int8 => (sbyte)value,
        BasicKind.Int16 => (short)value,
        BasicKind.Int32 or BasicKind.UntypedRune => (int)value,
        BasicKind.Uint8 => (byte)value,
        BasicKind.Uint16 => (ushort)value,
        BasicKind.Uint32 => (uint)value,
        _ => value,
    };

    public static bool IsUnsigned(BasicKind kind) => kind is BasicKind.Uint or BasicKind.Uint8 or BasicKind.Uint16
        or BasicKind.Uint32 or BasicKind.Uint64 or BasicKind.Uintptr;

    /// <summary>How many bits a type has.</summary>
    public static int Bits(BasicKind kind) => kind switch
    {
        BasicKind.Int8 or BasicKind.Uint8 => 8,
        BasicKind.Int16 or BasicKind.Uint16 => 16,
        BasicKind.Int32 or BasicKind.Uint32 or BasicKind.UntypedRune => 32,
        _ => 64,
    };
}
