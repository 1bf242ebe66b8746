using System.Globalization;
using System.Text;

namespace Unpark.Cli.Git;

/// <summary>Reads which lines changed from a diff that git wrote without context lines.</summary>
internal static class DiffReader
{
    /// <summary>The changes by the paths that the files have now. O(length).</summary>
    /// <param name="diff">The output of <c>git diff --unified=0</c>, each byte as one character.</param>
    public static Dictionary<string, FileChanges> Read(string diff)
    {
        var files = new Dictionary<string, FileChanges>(StringComparer.Ordinal);
        FileChanges? file = null;
        var linesToSkip = 0;
        foreach (var line in diff.AsSpan().EnumerateLines())
        {
            // What stands in a hunk may look like anything. A carriage return of the code ends a line here too.
            if (linesToSkip > 0)
            {
                linesToSkip -= line.StartsWith("-") || line.StartsWith("+") ? 1 : 0;
            }
            else if (line.StartsWith("+++ "))
            {
                var path = PathOf(line[4..]);
                file = path is null ? null : new FileChanges();
                if (path is not null)
                {
                    files[path] = file!;
                }
            }
            else if (line.StartsWith("@@ -") && TryReadHunk(line, out var removed, out var first, out var count))
            {
                linesToSkip = removed + count;
                if (count == 0)
                {
                    file?.AddRemoval(first);
                }
                else
                {
                    file?.Add(first, first + count - 1);
                }
            }
        }

        return files;
    }

    // @@ -1,2 +3,4 @@ with counts that are left out if they are 1
    private static bool TryReadHunk(ReadOnlySpan<char> line, out int removed, out int first, out int count)
    {
        (removed, first, count) = (0, 0, 0);
        var minus = line[4..];
        var blank = minus.IndexOf(' ');
        if (blank < 0 || !minus[(blank + 1)..].StartsWith("+"))
        {
            return false;
        }

        var plus = minus[(blank + 2)..];
        var end = plus.IndexOf(' ');
        return end >= 0 && TryReadRange(minus[..blank], out _, out removed) && TryReadRange(plus[..end], out first, out count);
    }

    private static bool TryReadRange(ReadOnlySpan<char> range, out int first, out int count)
    {
        var comma = range.IndexOf(',');
        count = 1;
        return int.TryParse(comma < 0 ? range : range[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && (comma < 0 || int.TryParse(range[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out count));
    }

    private static string? PathOf(ReadOnlySpan<char> name)
    {
        var bytes = name.StartsWith("\"") ? Unquote(name) : Encoding.Latin1.GetBytes(name.TrimEnd('\t').ToString());
        return bytes.AsSpan().StartsWith("b/"u8) ? Encoding.UTF8.GetString(bytes.AsSpan(2)) : null;
    }

    // A name with unusual characters stands between quotes, as a string in C.
    private static byte[] Unquote(ReadOnlySpan<char> name)
    {
        var bytes = new List<byte>(name.Length);
        for (var i = 1; i < name.Length && name[i] != '"'; i++)
        {
            if (name[i] != '\\' || i + 1 >= name.Length)
            {
                bytes.Add((byte)name[i]);
                continue;
            }

            i++;
            if (name[i] is >= '0' and <= '3' && i + 2 < name.Length)
            {
                bytes.Add((byte)(((name[i] - '0') << 6) | ((name[i + 1] - '0') << 3) | (name[i + 2] - '0')));
                i += 2;
                continue;
            }

            bytes.Add(name[i] switch
            {
                'a' => 7,
                'b' => 8,
                't' => 9,
                'n' => 10,
                'v' => 11,
                'f' => 12,
                'r' => 13,
                var other => (byte)other,
            });
        }

        return [.. bytes];
    }
}
