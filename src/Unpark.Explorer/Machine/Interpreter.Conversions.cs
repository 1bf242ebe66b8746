using System.Numerics;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <content>Conversions (Go specification, "Conversions").</content>
internal sealed partial class Interpreter
{
    private Value Convert(Value value, RuntimeType from, RuntimeType to)
    {
        if (value.IsUnknown)
        {
            return ReferenceEquals(from.Shape, to.Shape) ? value : Value.OfObject(new UnknownValue("convert", to.Number, value));
        }

        if (to.Shape is BasicType target)
        {
            if (target.Kind is BasicKind.String or BasicKind.UntypedString)
            {
                return ToText(value, from);
            }

            if (from.Shape is BasicType source)
            {
                return Number(value, source.Kind, target.Kind);
            }

            if (target.Kind == BasicKind.UnsafePointer)
            {
                return value;
            }
        }

        if (from.Shape is BasicType { Kind: BasicKind.String or BasicKind.UntypedString } && to.Shape is SliceType)
        {
            return FromText(value.Text, to);
        }

        if (from.Shape is BasicType { Kind: BasicKind.UnsafePointer } && to.Shape is PointerType)
        {
            return value;
        }

        if (from.Shape is SliceType)
        {
            var slice = value.Reference as GoSlice;
            var array = to.Shape as ArrayType ?? to.Elem.Shape as ArrayType;
            if (array != null)
            {
                if ((slice?.Length ?? 0) < array.Length)
                {
                    throw new GoPanicException("cannot convert slice with length "
                        + $"{slice?.Length ?? 0} to array or pointer to array with length {array.Length}");
                }

                var pointer = slice == null ? default : Value.Pointer(slice.Object, slice.Offset);
                return to.Shape is ArrayType ? (slice == null ? to.Zero() : Load(pointer, to)) : pointer;
            }
        }

        return value;
    }

    private static Value Number(Value value, BasicKind from, BasicKind to)
    {
        if (Operators.IsComplex(to))
        {
            // An untyped constant may be a number of any kind.
            var number = Operators.IsComplex(from) ? Operators.ComplexOf(value) : new Complex(Operators.IsFloat(from) ? value.Float : value.Bits, 0);
            return Value.OfObject(to == BasicKind.Complex64 ? new Complex((float)number.Real, (float)number.Imaginary) : number);
        }

        if (Operators.IsFloat(from))
        {
            if (Operators.IsFloat(to))
            {
                return Value.Of(to == BasicKind.Float32 ? (float)value.Float : value.Float);
            }

            // What does not fit is what the conversion instruction of x86-64 gives.
            const double Limit = 9223372036854775808.0;
            var whole = to is BasicKind.Uint64 or BasicKind.Uint or BasicKind.Uintptr && value.Float >= Limit
                ? (value.Float < 2 * Limit ? (long)(ulong)value.Float : long.MinValue)
                : value.Float is >= -Limit and < Limit ? (long)value.Float : long.MinValue;
            return Value.Of(Integers.Wrap(whole, to));
        }

        if (Operators.IsFloat(to))
        {
            var wide = Integers.IsUnsigned(from) ? (double)(ulong)value.Bits : value.Bits;
            return Value.Of(to == BasicKind.Float32
                ? Integers.IsUnsigned(from) ? (float)(ulong)value.Bits : (float)value.Bits
                : wide);
        }

        return Value.Of(Integers.Wrap(value.Bits, to));
    }

    private Value ToText(Value value, RuntimeType from)
    {
        if (from.Shape is SliceType)
        {
            if (value.Reference is not GoSlice slice)
            {
                return default;
            }

            var cells = Heap.Read<VariableObject>(slice.Object).Cells.AsSpan(slice.Offset, slice.Length);
            var bytes = new List<byte>(slice.Length);
            var wide = from.Elem.Shape is BasicType { Kind: BasicKind.Int32 };
            foreach (var cell in cells)
            {
                if (cell.IsUnknown)
                {
                    return Fresh("text");
                }

                if (wide)
                {
                    bytes.AddRange(Utf8.Encode(cell.Bits));
                }
                else
                {
                    bytes.Add((byte)cell.Bits);
                }
            }

            return Value.Of(GoString.Of([.. bytes]));
        }

        return from.Shape is BasicType { Kind: BasicKind.String or BasicKind.UntypedString }
            ? value
            : Value.Of(GoString.Of(Utf8.Encode(value.Bits)));
    }

    private Value FromText(GoString text, RuntimeType to)
    {
        Value[] cells;
        if (to.Elem.Shape is BasicType { Kind: BasicKind.Int32 })
        {
            var runes = new List<Value>();
            for (var at = 0; at < text.Length;)
            {
                var (rune, width) = Utf8.Decode(text.Bytes[at..]);
                runes.Add(Value.Of((long)rune));
                at += width;
            }

            cells = [.. runes];
        }
        else
        {
            cells = new Value[text.Length];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = Value.Of((long)text[i]);
            }
        }

        return SliceOf(cells);
    }

    /// <summary>A new slice of elements that take one cell each.</summary>
    internal Value SliceOf(Value[] cells) =>
        Value.OfObject(new GoSlice(Heap.Allocate(cells).Object, 0, cells.Length, cells.Length));
}
