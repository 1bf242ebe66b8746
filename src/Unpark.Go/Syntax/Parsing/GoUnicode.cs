using System.Text;
using Unpark.Go.Constants;

namespace Unpark.Go.Syntax;

/// <summary>Characters as Go sees them.</summary>
internal static class GoUnicode
{
    private const int ReplacementCharacter = 0xFFFD;

    // Letters and digits of Unicode 17.0, which Go 1.27 has, beyond those of 16.0, which .NET 10 has.
    private static readonly (int First, int Last)[] NewLetters =
    [
        (0x88F, 0x88F), (0xC5C, 0xC5C), (0xCDC, 0xCDC), (0xA7CE, 0xA7CF), (0xA7D2, 0xA7D2), (0xA7D4, 0xA7D4),
        (0xA7F1, 0xA7F1), (0x10940, 0x10959), (0x10EC5, 0x10EC7), (0x11DB0, 0x11DDB), (0x16EA0, 0x16EB8),
        (0x16EBB, 0x16ED3), (0x16FF2, 0x16FF3), (0x187F8, 0x187FF), (0x18D09, 0x18D1E), (0x18D80, 0x18DF2),
        (0x1E6C0, 0x1E6DE), (0x1E6E0, 0x1E6E2), (0x1E6E4, 0x1E6E5), (0x1E6E7, 0x1E6ED), (0x1E6F0, 0x1E6F4),
        (0x1E6FE, 0x1E6FF), (0x2B73A, 0x2B73F), (0x2CEA2, 0x2CEAD), (0x323B0, 0x33479),
    ];

    private static readonly (int First, int Last)[] NewDigits = [(0x11DE0, 0x11DE9)];

    /// <summary>
    /// The character at an offset and its width in bytes. What is not UTF-8 gives U+FFFD and a width of 1, as
    /// unicode/utf8 has it.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> text, int offset, out int width)
    {
        if (text[offset] < 0x80)
        {
            width = 1;
            return text[offset];
        }

        if (Rune.DecodeFromUtf8(text[offset..], out var rune, out width) != System.Buffers.OperationStatus.Done)
        {
            width = 1;
            return ReplacementCharacter;
        }

        return rune.Value;
    }

    /// <summary>True for the categories Lu, Ll, Lt, Lm and Lo.</summary>
    public static bool IsLetter(int rune) => Rune.IsLetter(new Rune(rune)) || IsIn(NewLetters, rune);

    /// <summary>True for the category Nd.</summary>
    public static bool IsDigit(int rune) => Rune.IsDigit(new Rune(rune)) || IsIn(NewDigits, rune);

    /// <summary>The character as fmt's <c>%#U</c> prints it: <c>U+0040 '@'</c>, the latter only if printable.</summary>
    public static string Describe(int rune)
    {
        var text = $"U+{rune:X4}";
        return GoQuote.IsPrintable(new Rune(rune)) ? $"{text} '{new Rune(rune)}'" : text;
    }

    private static bool IsIn((int First, int Last)[] ranges, int rune)
    {
        foreach (var (first, last) in ranges)
        {
            if (rune <= last)
            {
                return rune >= first;
            }
        }

        return false;
    }
}
