using System.Globalization;
using System.Text;

namespace Unpark.Go.Syntax;

/// <summary>Characters as Go sees them.</summary>
internal static class GoUnicode
{
    private const int ReplacementCharacter = 0xFFFD;

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
    public static bool IsLetter(int rune) => Rune.IsLetter(new Rune(rune));

    /// <summary>True for the category Nd.</summary>
    public static bool IsDigit(int rune) => Rune.IsDigit(new Rune(rune));

    /// <summary>The character as fmt's <c>%#U</c> prints it: <c>U+0040 '@'</c>, the latter only if printable.</summary>
    public static string Describe(int rune)
    {
        var text = $"U+{rune:X4}";
        return IsPrintable(new Rune(rune)) ? $"{text} '{new Rune(rune)}'" : text;
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);
}
