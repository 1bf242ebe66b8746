using System.Text.Unicode;

namespace Unpark.Go.Syntax;

/// <summary>
/// Finds the bytes that are wrong wherever they stand, in comments and strings too: NUL, invalid UTF-8, and a byte
/// order mark that is not at the start. Source: Go specification, "Source code representation".
/// </summary>
internal static class SourceDefects
{
    /// <summary>U+FEFF.</summary>
    public const int ByteOrderMarkRune = 0xFEFF;

    /// <summary>U+FEFF in UTF-8.</summary>
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The defects in source order; null if there are none. O(length).</summary>
    public static List<SyntaxDiagnostic>? Find(byte[] src)
    {
        var text = src.AsSpan();
        if (Utf8.IsValid(text) && !text.Contains((byte)0)
            && (text.Length < 3 || text[1..].IndexOf(ByteOrderMark) < 0))
        {
            return null;
        }

        var defects = new List<SyntaxDiagnostic>();
        if (IsUtf16(src))
        {
            defects.Add(new SyntaxDiagnostic(0, "illegal UTF-8 encoding (got UTF-16)"));
            return defects;
        }

        for (var i = 0; i < src.Length;)
        {
            var rune = GoUnicode.Decode(src, i, out var width);
            if (rune == 0)
            {
                defects.Add(new SyntaxDiagnostic(i, "illegal character NUL"));
            }
            else if (rune == 0xFFFD && width == 1)
            {
                defects.Add(new SyntaxDiagnostic(i, "illegal UTF-8 encoding"));
            }
            else if (rune == ByteOrderMarkRune && i > 0)
            {
                defects.Add(new SyntaxDiagnostic(i, "illegal byte order mark"));
            }

            i += width;
        }

        return defects;
    }

    /// <summary>True if the file starts with a byte order mark of UTF-16.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> src)
        => src.Length >= 2 && ((src[0] == 0xFF && src[1] == 0xFE) || (src[0] == 0xFE && src[1] == 0xFF));
}
