using System.Text;

namespace Unpark.Analysis.Fixes;

/// <summary>Writes what changes in a file in the unified format that <c>patch</c> and <c>git apply</c> read.</summary>
public static class UnifiedDiff
{
    private const int ContextLines = 3;

    /// <summary>
    /// The lines of the diff, each with its line end, byte for byte; empty if nothing changes. The first byte of a line
    /// says what it is: a blank for context, <c>-</c>, <c>+</c>, <c>@</c> or <c>\</c>.
    /// </summary>
    /// <param name="name">The path to show, with slashes.</param>
    /// <param name="before">The bytes as they are.</param>
    /// <param name="after">The bytes as they are to be.</param>
    public static List<ReadOnlyMemory<byte>> Compute(string name, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        var old = Lines(before);
        var now = Lines(after);
        var result = new List<ReadOnlyMemory<byte>>();
        var hunk = new DiffHunk(old, now);
        var (x, y) = (0, 0);
        foreach (var (nextX, nextY) in LineDiff.Common(old, now).Append((old.Count, now.Count)))
        {
            if (nextX > x || nextY > y)
            {
                if (hunk.OldEnd >= 0 && x - hunk.OldEnd > 2 * ContextLines)
                {
                    Write(hunk, result);
                    hunk = new DiffHunk(old, now);
                }

                hunk.Add(x, nextX, y, nextY);
            }

            (x, y) = (nextX + 1, nextY + 1);
        }

        Write(hunk, result);
        if (result.Count > 0)
        {
            result.InsertRange(0, [Line($"--- a/{name}\n"), Line($"+++ b/{name}\n")]);
        }

        return result;
    }

    private static void Write(DiffHunk hunk, List<ReadOnlyMemory<byte>> to)
    {
        if (hunk.OldEnd >= 0)
        {
            hunk.WriteTo(to, ContextLines);
        }
    }

    private static ReadOnlyMemory<byte> Line(string text) => Encoding.UTF8.GetBytes(text);

    private static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> text)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOf((byte)'\n') + 1;
            end = end == 0 ? text.Length : end;
            lines.Add(text[..end]);
            text = text[end..];
        }

        return lines;
    }
}
