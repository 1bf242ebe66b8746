using Unpark.Go.Syntax;

namespace Unpark.Analysis.Fixes;

/// <summary>Edits of whole statements that leave the source formatted as gofmt does.</summary>
internal static class SourceEdits
{
    /// <summary>The white space at the beginning of the line of an offset.</summary>
    public static string IndentAt(SourceFile file, int offset)
    {
        var start = LineStart(file, offset);
        var end = start;
        while (end < file.Length && file.Content[end] is (byte)' ' or (byte)'\t')
        {
            end++;
        }

        return file.Text(start, end);
    }

    /// <summary>The offset at which the line of an offset begins.</summary>
    public static int LineStart(SourceFile file, int offset) =>
        file.LineStart(file.PositionOf(Math.Clamp(offset, 0, file.Length)).Line);

    /// <summary>The offset of the newline that ends the line of an offset, or the length of the file.</summary>
    public static int LineEnd(SourceFile file, int offset)
    {
        // Of what is not there the position may lie outside of the file.
        offset = Math.Clamp(offset, 0, file.Length);
        var found = file.Content[offset..].IndexOf((byte)'\n');
        return found < 0 ? file.Length : offset + found;
    }

    /// <summary>True if only white space is before the offset in its line.</summary>
    public static bool IsFirstOnLine(SourceFile file, int offset) =>
        LineStart(file, offset) + IndentAt(file, offset).Length == offset;

    /// <summary>True if nothing but white space or a comment is behind the offset in its line.</summary>
    public static bool IsLastOnLine(SourceFile file, int offset)
    {
        var rest = file.Content[Math.Clamp(offset, 0, file.Length)..LineEnd(file, offset)].Trim(" \t\r"u8);
        return rest.IsEmpty || rest.StartsWith("//"u8);
    }

    /// <summary>Inserts a statement before another one, or before a closing brace.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where the other one begins.</param>
    /// <param name="text">The statement.</param>
    /// <param name="deeper">True before a brace: one tab deeper than its line.</param>
    public static TextEdit InsertBefore(SourceFile file, int offset, string text, bool deeper = false)
    {
        if (!IsFirstOnLine(file, offset))
        {
            return new TextEdit(file, offset, offset, text + "; ");
        }

        var start = LineStart(file, offset);
        return new TextEdit(file, start, start, IndentAt(file, offset) + (deeper ? "\t" : "") + text + "\n");
    }

    /// <summary>Inserts a statement behind another one, on a line of its own if the other one ends its line.</summary>
    public static TextEdit InsertAfter(SourceFile file, Node statement, string text)
    {
        if (!IsLastOnLine(file, statement.End) || !IsFirstOnLine(file, statement.Pos))
        {
            return new TextEdit(file, statement.End, statement.End, "; " + text);
        }

        var end = LineEnd(file, statement.End);
        if (end > 0 && file.Content[end - 1] == '\r')
        {
            end--;
        }

        return new TextEdit(file, end, end, "\n" + IndentAt(file, statement.Pos) + text);
    }

    /// <summary>
    /// Removes a statement with its line; null if something else stands there. An empty line that would be left at the
    /// beginning or end of a block, or next to another one, goes too.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="withComment">True to remove a comment behind it as well, which is about it.</param>
    public static TextEdit? RemoveLine(SourceFile file, Node statement, bool withComment = false)
    {
        var end = LineEnd(file, statement.End);
        var rest = file.Content[statement.End..end].Trim(" \t\r"u8);
        if (!IsFirstOnLine(file, statement.Pos) || !(rest.IsEmpty || (withComment && rest.StartsWith("//"u8))) || end == file.Length)
        {
            return null;
        }

        var start = LineStart(file, statement.Pos);
        end++;
        var before = start > 0 ? LineAround(file, start - 1) : default;
        var after = end < file.Length ? LineAround(file, end) : default;
        if (before.IsEmpty && start > 0 && (after.IsEmpty || after[0] == (byte)'}'))
        {
            start = LineStart(file, start - 1);
        }
        else if (after.IsEmpty && end < file.Length && !before.IsEmpty && before[^1] == (byte)'{')
        {
            end = LineEnd(file, end) + 1;
        }

        return new TextEdit(file, start, end, "");
    }

    private static ReadOnlySpan<byte> LineAround(SourceFile file, int offset) =>
        file.Content[LineStart(file, offset)..LineEnd(file, offset)].Trim(" \t\r"u8);
}
