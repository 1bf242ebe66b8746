using System.Text;

namespace Unpark.Go.Tests.Syntax;

/// <summary>Breaks source: bytes and tokens are deleted, doubled, swapped and put in at random.</summary>
public static class Mutation
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "(", ")", "[", "]", "{", "}", ",", ";", ":", ".", "...", ":=", "=", "==", "<-", "~", "|", "*", "&", "!", "\n",
            " ", "`", "\"", "'", "\\", "/*", "*/", "//", "\r\n", "\t", "0", "0x", "0b2", "1e", "1_", "x", "_", "T", "é", "“",
            "func", "type", "var", "const", "if", "else", "for", "range", "switch", "case", "default", "select", "go",
            "defer", "return", "break", "goto", "struct", "interface", "map", "chan", "import", "package", "fallthrough",
            "//line x.go:3\n", "/*line :2:3*/", "//go:build a\n", "[P any]", "func() {", "x.(type)", "<-chan", "chan<-",
            "\0", "\uFEFF",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80],
    ];

    /// <summary>A broken copy of a source, cut to a length at random if it is longer.</summary>
    public static byte[] Mutate(byte[] source, Random random, int maxLength)
    {
        var text = new List<byte>(source);
        if (text.Count > maxLength)
        {
            // The start stays more often than not: most of a file without a package clause is not looked at.
            var cut = random.Next(maxLength / 4, maxLength);
            text.RemoveRange(cut, text.Count - cut);
        }

        var changes = 1 + random.Next(6);
        for (var i = 0; i < changes && text.Count > 0; i++)
        {
            var at = random.Next(text.Count);
            switch (random.Next(5))
            {
                case 0:
                    text.RemoveRange(at, Math.Min(1 + random.Next(20), text.Count - at));
                    break;
                case 1:
                    text[at] = (byte)random.Next(random.Next(4) == 0 ? 256 : 128);
                    break;
                case 2:
                    var length = Math.Min(1 + random.Next(60), text.Count - at);
                    text.InsertRange(random.Next(text.Count), text.GetRange(at, length));
                    break;
                default:
                    text.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return [.. text];
    }
}
