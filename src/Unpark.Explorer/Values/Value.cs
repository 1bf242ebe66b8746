using System.Diagnostics.CodeAnalysis;

namespace Unpark.Explorer;

/// <summary>
/// A Go value while a program is explored. Numbers and booleans are in <see cref="Bits"/> alone, integers sign-extended or
/// zero-extended to 64 bits as their type says, floating-point numbers as a double; everything else has a
/// <see cref="Reference"/>: a <see cref="HeapTag"/> (pointers, channels, maps: the object and the place in it are in
/// <see cref="Bits"/>), a <see cref="GoString"/>, a <see cref="GoSlice"/>, an <see cref="InterfaceValue"/>, a
/// <see cref="FunctionValue"/>, an array of values (structs, arrays, several results), an <see cref="UnknownValue"/>.
/// The zero value of every type that takes one cell is <c>default</c>.
/// </summary>
internal readonly struct Value
{
    public Value(object? reference, long bits)
    {
        Reference = reference;
        Bits = bits;
    }

    /// <summary>What is not a number.</summary>
    public object? Reference { get; }

    /// <summary>A number, or what a pointer points to.</summary>
    public long Bits { get; }

    /// <summary>True of false, zero, nil, the empty string.</summary>
    public bool IsZero => Reference == null && Bits == 0;

    /// <summary>True if nothing is known of the value but its type.</summary>
    [MemberNotNullWhen(true, nameof(Unknown))]
    public bool IsUnknown => Reference is UnknownValue;

    /// <summary>What is known of a value that is not known.</summary>
    public UnknownValue? Unknown => Reference as UnknownValue;

    /// <summary>True of a pointer, channel or map that is not nil.</summary>
    public bool IsHeap => ReferenceEquals(Reference, HeapTag.Instance);

    /// <summary>The number of the object that a pointer, channel or map refers to.</summary>
    public int Object => (int)(Bits >> 32);

    /// <summary>The cell of the object that a pointer points to.</summary>
    public int Offset => (int)Bits;

    public bool Bool => Bits != 0;

    public double Float => BitConverter.Int64BitsToDouble(Bits);

    public GoString Text => Reference as GoString ?? GoString.Empty;

    public Value[] Cells => (Value[])Reference!;

    public static Value Of(bool value) => new(null, value ? 1 : 0);

    public static Value Of(long value) => new(null, value);

    public static Value Of(double value) => new(null, BitConverter.DoubleToInt64Bits(value));

    public static Value Of(GoString value) => value.Length == 0 ? default : new(value, 0);

    public static Value Of(string value) => Of(GoString.Of(value));

    public static Value OfObject(object? value) => new(value, 0);

    public static Value Pointer(int @object, int offset) =>
        new(HeapTag.Instance, ((long)@object << 32) | (uint)offset);

    public override string ToString() => Reference switch
    {
        null => Bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
        HeapTag => $"&{Object}+{Offset}",
        Value[] cells => "{" + string.Join(" ", cells) + "}",
        var other => other.ToString() ?? "",
    };
}
