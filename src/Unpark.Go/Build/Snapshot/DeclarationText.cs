using System.Text;

namespace Unpark.Go.Build;

/// <summary>Writes Go source as short as it can be without changing a token or an automatic semicolon.</summary>
internal static class DeclarationText
{
    /// <summary>Source without comments, indentation, blank lines and repeated spaces. O(length).</summary>
    public static string Compact(ReadOnlySpan<byte> source)
    {
        var text = new List<byte>(source.Length);
        for (var i = 0; i < source.Length;)
        {
            var c = source[i];
            if (c == '/' && i + 1 < source.Length && source[i + 1] == '/')
            {
                var end = source[i..].IndexOf((byte)'\n');
                i = end < 0 ? source.Length : i + end;
            }
            else if (c == '/' && i + 1 < source.Length && source[i + 1] == '*')
            {
                var end = source[(i + 2)..].IndexOf("*/"u8);
                var comment = source.Slice(i, end < 0 ? source.Length - i : end + 4);
                AddSpace(comment.Contains((byte)'\n') ? (byte)'\n' : (byte)' ');
                i += comment.Length;
            }
            else if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                AddSpace(c == '\n' ? c : (byte)' ');
                i++;
            }
            else if (c is (byte)'"' or (byte)'`' or (byte)'\'')
            {
                var start = i++;
                while (i < source.Length && source[i] != c)
                {
                    i += source[i] == '\\' && c != '`' ? 2 : 1;
                }

                i = Math.Min(i + 1, source.Length);
                text.AddRange(source[start..i]);
            }
            else
            {
                text.Add(c);
                i++;
            }
        }

        return Encoding.UTF8.GetString([.. text]).Trim();

        // A newline swallows the spaces around it.
        void AddSpace(byte c)
        {
            if (text.Count == 0 || text[^1] == '\n')
            {
                return;
            }

            if (text[^1] != ' ')
            {
                text.Add(c);
            }
            else if (c == '\n')
            {
                text[^1] = c;
            }
        }
    }
}
