using System.Globalization;
using System.Text;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>Values as package fmt prints them. What is not known prints as null. Source: the documentation of package fmt.</summary>
internal static class Formatting
{
    private const int MaxDepth = 20;

    /// <summary>The name of a type as reflect gives it: with the package's name, not its path.</summary>
    public static string TypeName(RuntimeType type) => TypeNames.Of(type.Type);

    /// <summary>What the runtime prints of a panic.</summary>
    public static string Panic(Interpreter machine, Value value) => value.Reference switch
    {
        null => "panic: nil",
        InterfaceValue boxed when Method(machine, boxed, "Error") is { } text => "panic: " + text,
        InterfaceValue { Type.Shape: BasicType } boxed => "panic: " + (One(machine, value, 'v', "", 0) ?? "?"),
        InterfaceValue boxed => $"panic: ({TypeName(boxed.Type)})",
        _ => "panic: ?",
    };

    /// <summary>Print and Println.</summary>
    public static string? Print(Interpreter machine, Value[] items, bool line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < items.Length; i++)
        {
            if (One(machine, items[i], 'v', "", 0) is not { } one)
            {
                return null;
            }

            if (i > 0 && (line || (!IsString(items[i]) && !IsString(items[i - 1]))))
            {
                text.Append(' ');
            }

            text.Append(one);
        }

        return line ? text.Append('\n').ToString() : text.ToString();
    }

    /// <summary>Printf.</summary>
    public static string? Format(Interpreter machine, Value format, Value[] items)
    {
        if (format.IsUnknown)
        {
            return null;
        }

        var source = format.Text.ToString();
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '%')
            {
                text.Append(source[i]);
                continue;
            }

            var flags = new StringBuilder();
            for (i++; i < source.Length && "+-# 0123456789.*[]".Contains(source[i], StringComparison.Ordinal); i++)
            {
                if (source[i] == '*')
                {
                    flags.Append(next < items.Length && items[next].Reference is InterfaceValue width
                        ? width.Value.Bits.ToString(CultureInfo.InvariantCulture) : "");
                    next++;
                }
                else
                {
                    flags.Append(source[i]);
                }
            }

            if (i >= source.Length)
            {
                text.Append("%!(NOVERB)");
                break;
            }

            if (source[i] == '%')
            {
                text.Append('%');
                continue;
            }

            if (next >= items.Length)
            {
                text.Append("%!").Append(source[i]).Append("(MISSING)");
                continue;
            }

            if (One(machine, items[next++], source[i] == 'w' ? 'v' : source[i], flags.ToString(), 0) is not { } one)
            {
                return null;
            }

            text.Append(Pad(one, flags.ToString(), items[next - 1]));
        }

        if (next < items.Length)
        {
            text.Append("%!(EXTRA ");
            for (var i = next; i < items.Length; i++)
            {
                var type = items[i].Reference is InterfaceValue extra ? TypeName(extra.Type) : "<nil>";
                text.Append(i > next ? ", " : "").Append(type).Append('=').Append(One(machine, items[i], 'v', "", 0));
            }

            text.Append(')');
        }

        return text.ToString();
    }

    private static bool IsString(Value item) => item.Reference is InterfaceValue { Type.Shape: BasicType { Kind: BasicKind.String } };

    private static string Pad(string text, string flags, Value item)
    {
        var digits = flags.TrimStart('+', '-', '#', ' ', '0');
        var dot = digits.IndexOf('.', StringComparison.Ordinal);
        if (!int.TryParse(dot >= 0 ? digits[..dot] : digits, CultureInfo.InvariantCulture, out var width))
        {
            return text;
        }

        var length = new StringInfo(text).LengthInTextElements;
        if (length >= width)
        {
            return text;
        }

        if (flags.Contains('-', StringComparison.Ordinal))
        {
            return text + new string(' ', width - length);
        }

        var zero = flags.TrimStart('+', '-', '#', ' ').StartsWith('0') && item.Reference is InterfaceValue { Type.Shape: BasicType { Kind: not BasicKind.String } };
        if (!zero)
        {
            return new string(' ', width - length) + text;
        }

        var sign = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        return text[..sign] + new string('0', width - length) + text[sign..];
    }

    private static string? Method(Interpreter machine, InterfaceValue boxed, string name) => machine.CallTextMethod(boxed, name);

    private static string? One(Interpreter machine, Value item, char verb, string flags, int depth)
    {
        if (item.IsUnknown || depth > MaxDepth)
        {
            return null;
        }

        if (item.Reference is not InterfaceValue boxed)
        {
            return verb == 'v' || verb == 's' ? (verb == 's' ? "%!s(<nil>)" : "<nil>") : verb == 'T' ? "<nil>" : $"%!{verb}(<nil>)";
        }

        if (verb == 'T')
        {
            return TypeName(boxed.Type);
        }

        if (verb is 'v' or 's' or 'q' && !flags.Contains('#', StringComparison.Ordinal))
        {
            var text = Method(machine, boxed, "Error") ?? Method(machine, boxed, "String");
            if (text != null)
            {
                return verb == 'q' ? Quote(text) : text;
            }
        }

        return Of(machine, boxed.Value, boxed.Type, verb, flags, depth);
    }

    private static string? Of(Interpreter machine, Value value, RuntimeType type, char verb, string flags, int depth)
    {
        if (value.IsUnknown)
        {
            return null;
        }

        var sharp = flags.Contains('#', StringComparison.Ordinal);
        switch (type.Shape)
        {
            case BasicType basic:
                return Basic(value, basic, verb, flags);
            case PointerType when value.IsZero:
                return verb == 'p' ? "0x0" : sharp ? $"({TypeName(type)})(nil)" : "<nil>";
            case PointerType when depth == 0 && verb == 'v' && type.Elem is { IsAggregate: true, Special: null }:
                return (Of(machine, machine.Load(value, type.Elem), type.Elem, verb, flags, depth + 1) is { } pointed)
                    ? "&" + pointed : null;
            case InterfaceType:
                return One(machine, value, verb, flags, depth + 1);
            case SliceType or ArrayType:
                if (type.Shape is SliceType && type.Elem.Shape is BasicType { Kind: BasicKind.Uint8 } && verb is 's' or 'q' or 'x')
                {
                    var bytes = machine.BytesOf(value);
                    return verb == 'x' ? System.Convert.ToHexStringLower(bytes)
                        : verb == 'q' ? Quote(Encoding.UTF8.GetString(bytes)) : Encoding.UTF8.GetString(bytes);
                }

                var items = machine.ElementsOf(value, type).Select(e => Item(machine, e, type.Elem, verb, flags, depth)).ToArray();
                if (items.Contains(null))
                {
                    return null;
                }

                return sharp ? $"{TypeName(type)}{{{string.Join(", ", items)}}}" : $"[{string.Join(' ', items)}]";
            case MapType map:
                var pairs = machine.PairsOf(value)
                    .Select(p => (Item(machine, p.Key, machine.TypeOf(map.Key), verb, flags, depth),
                        Item(machine, p.Value, machine.TypeOf(map.Elem), verb, flags, depth), p.Key)).ToList();
                if (pairs.Exists(p => p.Item1 == null || p.Item2 == null))
                {
                    return null;
                }

                pairs.Sort((a, b) => a.Key.Reference == null && b.Key.Reference == null
                    ? a.Key.Bits.CompareTo(b.Key.Bits) : string.CompareOrdinal(a.Item1, b.Item1));
                var listed = pairs.Select(p => $"{p.Item1}:{p.Item2}");
                return sharp ? $"{TypeName(type)}{{{string.Join(", ", listed)}}}" : $"map[{string.Join(' ', listed)}]";
            case StructType structType:
                var cells = Interpreter.CellsOf(value, type);
                var fields = new List<string>();
                for (var i = 0; i < structType.Fields.Length; i++)
                {
                    var field = type.Field(i);
                    var at = type.OffsetOf(i);
                    if (at < 0)
                    {
                        return null;
                    }

                    var part = field.IsAggregate ? Value.OfObject(cells.AsSpan(at, field.Cells).ToArray()) : cells[at];
                    if (Item(machine, part, field, verb, flags, depth) is not { } one)
                    {
                        return null;
                    }

                    fields.Add(sharp || flags.Contains('+', StringComparison.Ordinal) ? $"{structType.Fields[i].Name}:{one}" : one);
                }

                return sharp ? $"{TypeName(type)}{{{string.Join(", ", fields)}}}" : $"{{{string.Join(' ', fields)}}}";
            default:
                return value.IsZero ? "<nil>" : "0x" + (0xc000000000 + value.Bits).ToString("x", CultureInfo.InvariantCulture);
        }
    }

    private static string? Item(Interpreter machine, Value value, RuntimeType type, char verb, string flags, int depth) =>
        type.IsInterface ? One(machine, value, verb, flags, depth + 1)
        : One(machine, Value.OfObject(new InterfaceValue(type, value)), verb, flags, depth + 1);

    private static string Basic(Value value, BasicType type, char verb, string flags)
    {
        switch (type.Kind)
        {
            case BasicKind.Bool or BasicKind.UntypedBool:
                return verb is 'v' or 't' ? (value.Bool ? "true" : "false") : Bad(value.Bool ? "true" : "false");
            case BasicKind.String or BasicKind.UntypedString:
                return verb switch
                {
                    'q' => Quote(value.Text.ToString()),
                    'v' when flags.Contains('#', StringComparison.Ordinal) => Quote(value.Text.ToString()),
                    'x' => System.Convert.ToHexStringLower(value.Text.Bytes),
                    'X' => System.Convert.ToHexString(value.Text.Bytes),
                    'v' or 's' => value.Text.ToString(),
                    _ => Bad(value.Text.ToString()),
                };
            case BasicKind.Float32 or BasicKind.Float64 or BasicKind.UntypedFloat:
                return Floats.Format(value.Float, verb == 'v' ? 'g' : verb, Precision(flags), type.Kind == BasicKind.Float32)
                    is var text && flags.Contains('+', StringComparison.Ordinal) && !text.StartsWith('-') ? "+" + text : text;
            case BasicKind.Complex64 or BasicKind.Complex128:
                var number = Operators.ComplexOf(value);
                var single = type.Kind == BasicKind.Complex64;
                var imaginary = Floats.Format(number.Imaginary, verb == 'v' ? 'g' : verb, Precision(flags), single);
                return $"({Floats.Format(number.Real, verb == 'v' ? 'g' : verb, Precision(flags), single)}"
                    + $"{(imaginary[0] is '-' or '+' ? "" : "+")}{imaginary}i)";
        }

        var unsigned = Integers.IsUnsigned(type.Kind);
        var negative = !unsigned && value.Bits < 0;
        var size = negative ? (ulong)-value.Bits : (ulong)value.Bits;
        var prefix = flags.Contains('#', StringComparison.Ordinal);
        var sign = negative ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : "";
        return verb switch
        {
            'v' when prefix && unsigned => "0x" + size.ToString("x", CultureInfo.InvariantCulture),
            'd' or 'v' => sign + size.ToString(CultureInfo.InvariantCulture),
            'x' => sign + (prefix ? "0x" : "") + size.ToString("x", CultureInfo.InvariantCulture),
            'X' => sign + (prefix ? "0X" : "") + size.ToString("X", CultureInfo.InvariantCulture),
            'o' => sign + (prefix ? "0" : "") + Radix(size, 8),
            'b' => sign + Radix(size, 2),
            'c' => Encoding.UTF8.GetString(Utf8.Encode(value.Bits)),
            'q' => "'" + Encoding.UTF8.GetString(Utf8.Encode(value.Bits)) + "'",
            'U' => "U+" + size.ToString("X4", CultureInfo.InvariantCulture),
            _ => Bad(sign + size.ToString(CultureInfo.InvariantCulture)),
        };

        string Bad(string shown) => $"%!{verb}({type.Name}={shown})";
    }

    private static int Precision(string flags) =>
        flags.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot
            ? int.TryParse(flags.AsSpan(dot + 1), CultureInfo.InvariantCulture, out var digits) ? digits : 0
            : -1;

    private static string Radix(ulong value, uint radix)
    {
        var text = "";
        do
        {
            text = (char)('0' + (value % radix)) + text;
            value /= radix;
        }
        while (value != 0);
        return text;
    }

    private static string Quote(string text) => Go.Constants.ConstantValue.MakeString(text).ExactString();
}
