using System.Text;

namespace Unpark.Go.Syntax;

/// <summary>
/// The bytes of one Go file and where its lines begin. Immutable and safe to use from many threads.
/// </summary>
public sealed class SourceFile
{
    private readonly byte[] content;
    private int[]? lineStarts;

    /// <summary>Makes a file of its bytes, which must not be changed afterwards.</summary>
    /// <param name="path">The path to show and to report; nothing is read from it.</param>
    /// <param name="content">The bytes, UTF-8 as far as they are valid, a byte order mark included if there is one.</param>
    public SourceFile(string path, byte[] content)
    {
        Path = path;
        this.content = content;
    }

    /// <summary>The path the file was given.</summary>
    public string Path { get; }

    /// <summary>The bytes of the file.</summary>
    public ReadOnlySpan<byte> Content => content;

    internal byte[] Bytes => content;

    /// <summary>The length in bytes.</summary>
    public int Length => content.Length;

    /// <summary>The number of lines; a newline at the end begins one more.</summary>
    public int LineCount => LineStarts.Length;

    private int[] LineStarts => lineStarts ??= FindLineStarts(content);

    /// <summary>
    /// The text from one byte offset to another; bytes that are not UTF-8 become U+FFFD. A node of a broken file may end
    /// behind the end of the file, where something is missing: its text ends with the file.
    /// </summary>
    public string Text(int from, int to) => Encoding.UTF8.GetString(content, from, Math.Min(to, content.Length) - from);

    /// <summary>The offset at which a line begins.</summary>
    /// <param name="line">The line, counted from 1.</param>
    public int LineStart(int line) => LineStarts[line - 1];

    /// <summary>The text of a line, without its line end.</summary>
    /// <param name="line">The line, counted from 1.</param>
    public string LineText(int line)
    {
        var from = LineStart(line);
        var to = line < LineCount ? LineStart(line + 1) - 1 : Length;
        if (to > from && content[to - 1] == '\r')
        {
            to--;
        }

        return Text(from, to);
    }

    /// <summary>The line and column of an offset, <c>//line</c> directives not applied. O(log lines).</summary>
    public LinePosition PositionOf(int offset)
    {
        var starts = LineStarts;
        var found = Array.BinarySearch(starts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new LinePosition(line + 1, offset - starts[line] + 1);
    }

    /// <summary>The UTF-16 column, counted from 0 as editors do, of an offset; invalid bytes count as one unit each.</summary>
    public int Utf16ColumnOf(int offset)
    {
        var start = LineStart(PositionOf(offset).Line);
        return Encoding.UTF8.GetCharCount(content, start, offset - start);
    }

    /// <summary>The offset of a UTF-16 column, the reverse of <see cref="Utf16ColumnOf"/>; columns behind the line's end give its end.</summary>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="column">The column in UTF-16 code units, counted from 0.</param>
    public int OffsetOfUtf16(int line, int column)
    {
        var offset = LineStart(line);
        var units = 0;
        while (units < column && offset < content.Length && content[offset] != '\n')
        {
            Rune.DecodeFromUtf8(content.AsSpan(offset), out var rune, out var consumed);
            units += rune.Utf16SequenceLength;
            offset += consumed;
        }

        return offset;
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    private static int[] FindLineStarts(byte[] content)
    {
        var starts = new int[content.AsSpan().Count((byte)'\n') + 1];
        var line = 1;
        var at = 0;
        while (content.AsSpan(at).IndexOf((byte)'\n') is >= 0 and var next)
        {
            at += next + 1;
            starts[line++] = at;
        }

        return starts;
    }
}
