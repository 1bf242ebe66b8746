using System.Globalization;
using System.Numerics;
using System.Text;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>What print, println and the runtime's reports of panics write. Source: runtime/print.go.</summary>
internal static class RuntimePrinting
{
    /// <summary>What print or println writes.</summary>
    public static byte[] Line(Interpreter machine, Value[] values, RuntimeType[] types, bool spaced)
    {
        var text = new List<byte>();
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0 && spaced)
            {
                text.Add((byte)' ');
            }

            if (types[i].Shape is BasicType { Kind: BasicKind.String or BasicKind.UntypedString } && !values[i].IsUnknown)
            {
                text.AddRange(values[i].Text.Bytes);
            }
            else
            {
                text.AddRange(Encoding.UTF8.GetBytes(One(machine, values[i], types[i])));
            }
        }

        if (spaced)
        {
            text.Add((byte)'\n');
        }

        return [.. text];
    }

    private static string One(Interpreter machine, Value value, RuntimeType type)
    {
        if (value.IsUnknown)
        {
            return "?";
        }

        switch (type.Shape)
        {
            case BasicType { Kind: BasicKind.Bool or BasicKind.UntypedBool }:
                return value.Bool ? "true" : "false";
            case BasicType { Kind: var kind } when Operators.IsFloat(kind):
                return Floats.Format(value.Float, 'g', -1, kind == BasicKind.Float32);
            case BasicType { Kind: var kind } when Operators.IsComplex(kind):
                return Of(Operators.ComplexOf(value), kind == BasicKind.Complex64);
            case BasicType { Kind: BasicKind.UnsafePointer }:
                return Address(value);
            case BasicType { Kind: var kind }:
                return Integers.IsUnsigned(kind) ? ((ulong)value.Bits).ToString(CultureInfo.InvariantCulture)
                    : value.Bits.ToString(CultureInfo.InvariantCulture);
            case InterfaceType:
                return value.Reference is InterfaceValue boxed
                    ? $"(0x{0x480000 + (boxed.Type.Number * 64):x},{Address(boxed.Value)})" : "(0x0,0x0)";
            case SliceType:
                return value.Reference is GoSlice slice
                    ? $"[{slice.Length}/{slice.Capacity}]{Address(Value.Pointer(slice.Object, slice.Offset))}" : "[0/0]0x0";
            default:
                _ = machine;
                return Address(value);
        }
    }

    // As strconv.FormatComplex: the sign of the imaginary part is always there.
    private static string Of(Complex value, bool single)
    {
        var imaginary = Floats.Format(value.Imaginary, 'g', -1, single);
        return $"({Floats.Format(value.Real, 'g', -1, single)}{(imaginary[0] is '-' or '+' ? "" : "+")}{imaginary}i)";
    }

    private static string Address(Value value) =>
        value.IsZero ? "0x0" : $"0xc{(((long)value.Object << 16) + (value.Offset * 8)) & 0xfffffffff:x9}";
}
