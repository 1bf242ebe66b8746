using System.Buffers;
using System.Globalization;
using System.Text;

namespace Unpark.Go.Constants;

/// <summary>Quotes and unquotes strings as Go writes them. Source: Go's strconv quote.go.</summary>
public static class GoQuote
{
    private const string Hex = "0123456789abcdef";

    /// <summary>A string as an interpreted string literal.</summary>
    public static string Quote(string value) => Quote(Encoding.UTF8.GetBytes(value));

    /// <summary>Bytes as an interpreted string literal; those that are not UTF-8 as <c>\x</c> escapes.</summary>
    public static string Quote(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder(value.Length + 2);
        text.Append('"');
        while (value.Length > 0)
        {
            if (value[0] is >= 0x20 and < 0x7f and not ((byte)'"' or (byte)'\\'))
            {
                text.Append((char)value[0]);
                value = value[1..];
                continue;
            }

            if (Rune.DecodeFromUtf8(value, out var rune, out var length) != OperationStatus.Done)
            {
                // Go takes one byte at a time where .NET may take a longer part of a truncated sequence.
                text.Append("\\x").Append(Hex[value[0] >> 4]).Append(Hex[value[0] & 15]);
                value = value[1..];
                continue;
            }

            AppendEscaped(text, rune);
            value = value[length..];
        }

        return text.Append('"').ToString();
    }

    /// <summary>The bytes that an interpreted or raw string literal stands for; false if its syntax is wrong.</summary>
    public static bool TryUnquote(string literal, out byte[] value)
    {
        value = [];
        if (literal.Length < 2 || literal[0] != literal[^1] || literal[0] is not ('"' or '`'))
        {
            return false;
        }

        var inner = literal.AsSpan(1, literal.Length - 2);
        if (literal[0] == '`')
        {
            if (inner.Contains('`'))
            {
                return false;
            }

            value = Encoding.UTF8.GetBytes(inner.Contains('\r')
                ? literal[1..^1].Replace("\r", "", StringComparison.Ordinal)
                : inner.ToString());
            return true;
        }

        if (inner.IndexOfAny('\\', '"', '\n') < 0)
        {
            value = new byte[Encoding.UTF8.GetByteCount(inner)];
            Encoding.UTF8.GetBytes(inner, value);
            return true;
        }

        // An escape is never longer than what it stands for.
        var buffer = new byte[Encoding.UTF8.GetByteCount(inner)];
        var length = 0;
        while (inner.Length > 0)
        {
            if (!TryReadChar(ref inner, '"', out var code, out var isByte))
            {
                return false;
            }

            if (isByte)
            {
                buffer[length++] = (byte)code;
            }
            else
            {
                length += new Rune(code).EncodeToUtf8(buffer.AsSpan(length));
            }
        }

        Array.Resize(ref buffer, length);
        value = buffer;
        return true;
    }

    /// <summary>The code point, or byte, that a rune literal stands for; false if its syntax is wrong.</summary>
    public static bool TryUnquoteChar(string literal, out int value)
    {
        value = 0;
        if (literal.Length < 2)
        {
            return false;
        }

        var inner = literal.AsSpan(1, literal.Length - 2);
        return inner.Length > 0 && TryReadChar(ref inner, '\'', out value, out _);
    }

    private static bool TryReadChar(ref ReadOnlySpan<char> text, char quote, out int code, out bool isByte)
    {
        code = 0;
        isByte = false;
        var c = text[0];
        if (c == quote || (c == '\n' && quote == '"'))
        {
            return false;
        }

        if (c != '\\')
        {
            Rune.DecodeFromUtf16(text, out var rune, out var length);
            code = rune.Value;
            text = text[length..];
            return true;
        }

        if (text.Length < 2)
        {
            return false;
        }

        c = text[1];
        text = text[2..];
        switch (c)
        {
            case 'a':
                code = 7;
                return true;
            case 'b':
                code = 8;
                return true;
            case 'f':
                code = 12;
                return true;
            case 'n':
                code = 10;
                return true;
            case 'r':
                code = 13;
                return true;
            case 't':
                code = 9;
                return true;
            case 'v':
                code = 11;
                return true;
            case '\\':
                code = '\\';
                return true;
            case '\'' or '"':
                code = c;
                return c == quote;
            case 'x':
                isByte = true;
                return TryReadDigits(ref text, 2, 16, out code);
            case 'u':
                return TryReadDigits(ref text, 4, 16, out code) && Rune.IsValid(code);
            case 'U':
                return TryReadDigits(ref text, 8, 16, out code) && Rune.IsValid(code);
            case >= '0' and <= '7':
                isByte = true;
                if (!TryReadDigits(ref text, 2, 8, out code))
                {
                    return false;
                }

                code += (c - '0') << 6;
                return code <= 255;
            default:
                return false;
        }
    }

    private static bool TryReadDigits(ref ReadOnlySpan<char> text, int count, int numberBase, out int value)
    {
        value = 0;
        if (text.Length < count)
        {
            return false;
        }

        foreach (var c in text[..count])
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }

            var digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
            if (digit >= numberBase)
            {
                return false;
            }

            value = unchecked((value * numberBase) + digit);
        }

        text = text[count..];
        return true;
    }

    private static void AppendEscaped(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or '\\':
                text.Append('\\').Append((char)rune.Value);
                return;
            case 7:
                text.Append("\\a");
                return;
            case 8:
                text.Append("\\b");
                return;
            case 12:
                text.Append("\\f");
                return;
            case 10:
                text.Append("\\n");
                return;
            case 13:
                text.Append("\\r");
                return;
            case 9:
                text.Append("\\t");
                return;
            case 11:
                text.Append("\\v");
                return;
            case < 0x20 or 0x7f:
                text.Append("\\x").Append(Hex[rune.Value >> 4]).Append(Hex[rune.Value & 15]);
                return;
        }

        if (IsPrintable(rune))
        {
            Span<char> chars = stackalloc char[2];
            text.Append(chars[..rune.EncodeToUtf16(chars)]);
        }
        else if (rune.IsBmp)
        {
            text.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture));
        }
        else
        {
            text.Append("\\U").Append(rune.Value.ToString("x8", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>
    /// True for letters, marks, numbers, punctuation, symbols, and no space but the ASCII one: strconv.IsPrint.
    /// </summary>
    internal static bool IsPrintable(Rune rune) => rune.Value == ' ' || Unicode17.IsPrintable(rune.Value)
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
