using System.Buffers;
using System.Text;
using Spectre.Console;

namespace Unpark.Cli.Terminals;

/// <summary>Text from outside, made safe to show: what would move the cursor or turn the line round is replaced.</summary>
internal static class DisplayText
{
    // Minified files have lines of megabytes; what is further from the marked place than this is never looked at.
    private const int MostBytesBefore = 512;
    private const int MostBytesAfter = 2048;
    private const int TabWidth = 4;

    private static readonly SearchValues<char> MaybeUnsafe = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(c => (char)c),
            '\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068',
            '\u2069', '\ufeff']);

    /// <summary>The text with what a terminal would obey replaced by U+FFFD.</summary>
    public static string Safe(string text)
    {
        if (text.AsSpan().IndexOfAny(MaybeUnsafe) < 0)
        {
            return text;
        }

        return string.Create(text.Length, text, static (to, from) =>
        {
            from.CopyTo(to);
            to.ReplaceAny(MaybeUnsafe, '\ufffd');
        });
    }

    /// <summary>How many columns a text takes.</summary>
    public static int WidthOf(string text) => Ascii.IsValid(text) ? text.Length : text.GetCellWidth();

    /// <summary>
    /// Lays out a line of source: tabs become blanks, bytes that are not UTF-8 and characters that are not safe become
    /// U+FFFD, and a line that is too long is cut around the marked place.
    /// </summary>
    /// <param name="line">The bytes of the line, without its line end.</param>
    /// <param name="from">Where the mark begins, a byte offset in the line.</param>
    /// <param name="to">Where the mark ends, a byte offset in the line.</param>
    /// <param name="width">How many columns there are.</param>
    public static MarkedLine Lay(ReadOnlySpan<byte> line, int from, int to, int width)
    {
        from = Math.Clamp(from, 0, line.Length);
        to = Math.Clamp(to, from, line.Length);
        var at = StartNear(line, from);
        var end = Math.Min(line.Length, from + MostBytesAfter);
        var cells = new List<string>(end - at);
        var markFrom = -1;
        var markTo = -1;
        var cutLeft = at > 0;
        while (at < end)
        {
            if (at >= from && markFrom < 0)
            {
                markFrom = cells.Count;
            }

            if (at >= to && markTo < 0)
            {
                markTo = cells.Count;
            }

            var status = Rune.DecodeFromUtf8(line[at..], out var rune, out var length);
            at += length;
            AddCells(cells, status == OperationStatus.Done ? rune : Rune.ReplacementChar);
        }

        markFrom = markFrom < 0 ? cells.Count : markFrom;
        markTo = markTo < 0 ? cells.Count : markTo;
        return Cut(cells, markFrom, Math.Max(markTo, markFrom + 1), cutLeft, end < line.Length, Math.Max(width, 20));
    }

    private static int StartNear(ReadOnlySpan<byte> line, int from)
    {
        var at = Math.Max(0, from - MostBytesBefore);
        while (at > 0 && at < from && (line[at] & 0xC0) == 0x80)
        {
            at++;
        }

        return at;
    }

    // One entry a column: a wide character is followed by an empty one, a combining one joins the cell before it.
    private static void AddCells(List<string> cells, Rune rune)
    {
        if (rune.Value == '\t')
        {
            do
            {
                cells.Add(" ");
            }
            while (cells.Count % TabWidth != 0);
            return;
        }

        var text = Safe(rune.ToString());
        var width = WidthOf(text);
        if (width == 0 && cells.Count > 0)
        {
            cells[cells.FindLastIndex(static cell => cell.Length > 0)] += text;
            return;
        }

        cells.Add(text);
        for (var i = 1; i < width; i++)
        {
            cells.Add("");
        }
    }

    private static MarkedLine Cut(List<string> cells, int markFrom, int markTo, bool cutLeft, bool cutRight, int width)
    {
        var first = 0;
        var last = cells.Count;
        if (cells.Count > width)
        {
            // A third of the width before the mark shows what it belongs to; the rest shows the mark.
            first = markTo <= width - 1 && !cutLeft ? 0 : Math.Max(0, Math.Min(markFrom - (width / 3), cells.Count - width));
            last = Math.Min(cells.Count, first + width);
            cutLeft |= first > 0;
            cutRight |= last < cells.Count;
        }

        var text = new StringBuilder(width + 2);
        var shift = 0;
        if (cutLeft)
        {
            text.Append('…');
            shift = 1;
        }

        for (var i = first; i < last; i++)
        {
            // Of a wide character of which only one half is inside, a blank is left.
            var half = (i == first && cells[i].Length == 0) || (i == last - 1 && last < cells.Count && cells[last].Length == 0);
            text.Append(half ? " " : cells[i]);
        }

        var trimmed = text.ToString().TrimEnd();
        if (cutRight)
        {
            trimmed += '…';
        }

        markFrom = Math.Clamp(markFrom, first, last);
        markTo = Math.Clamp(markTo, markFrom + 1, Math.Max(last, markFrom + 1));
        return new MarkedLine(trimmed, markFrom - first + shift, markTo - markFrom);
    }
}
