using System.Globalization;
using System.Text;

namespace Unpark.Profiles.Reading;

/// <summary>Go's interpreted string literals (Go specification, "String literals").</summary>
internal static class GoString
{
    /// <summary>Reads the literal that a text begins with and takes it away from the text.</summary>
    public static bool TryUnquote(ref ReadOnlySpan<byte> text, out string value)
    {
        value = "";
        if (text.IsEmpty || text[0] != '"')
        {
            return false;
        }

        var bytes = new List<byte>();
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    value = Encoding.UTF8.GetString([.. bytes]);
                    text = text[(i + 1)..];
                    return true;
                case (byte)'\\':
                    if (!TryEscape(text[(i + 1)..], bytes, out var used))
                    {
                        return false;
                    }

                    i += used;
                    break;
                default:
                    bytes.Add(text[i]);
                    break;
            }
        }

        return false;
    }

    /// <summary>Reads what stands behind a backslash.</summary>
    /// <param name="text">The text behind it.</param>
    /// <param name="to">Where the bytes go that the escape stands for.</param>
    /// <param name="used">How many bytes the escape has, without the backslash.</param>
    public static bool TryEscape(ReadOnlySpan<byte> text, List<byte> to, out int used)
    {
        used = 1;
        if (text.IsEmpty)
        {
            return false;
        }

        const string letters = "abfnrtv\\\"'/";
        const string meanings = "\a\b\f\n\r\t\v\\\"'/";
        var letter = letters.IndexOf((char)text[0], StringComparison.Ordinal);
        if (letter >= 0)
        {
            to.Add((byte)meanings[letter]);
            return true;
        }

        if (text[0] is >= (byte)'0' and <= (byte)'7')
        {
            used = 3;
            if (text.Length < 3 || text[1] is < (byte)'0' or > (byte)'7' || text[2] is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            to.Add((byte)(((text[0] - '0') << 6) | ((text[1] - '0') << 3) | (text[2] - '0')));
            return true;
        }

        var digits = text[0] switch { (byte)'x' => 2, (byte)'u' => 4, (byte)'U' => 8, _ => 0 };
        used = digits + 1;
        if (digits == 0 || text.Length <= digits
            || !uint.TryParse(text.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        if (digits == 2)
        {
            to.Add((byte)number);
            return true;
        }

        // Halves of a surrogate pair are JSON's way of writing what lies beyond the basic plane; no label needs them.
        Span<byte> encoded = stackalloc byte[4];
        var rune = Rune.IsValid(number) ? new Rune(number) : Rune.ReplacementChar;
        to.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
        return true;
    }
}
