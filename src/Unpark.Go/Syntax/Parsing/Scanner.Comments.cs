using System.Buffers.Text;

namespace Unpark.Go.Syntax;

// Comments and the line directives in them.
internal partial struct Scanner
{
    private const int MaxLineOrColumn = 1 << 30;

    private void ScanComment(int start, byte second)
    {
        Kind = TokenKind.Comment;
        if (second == '/')
        {
            var newline = src.AsSpan(start).IndexOf((byte)'\n');
            at = newline < 0 ? src.Length : start + newline;
            if (start == lineStart && StartsWithLine(start))
            {
                var end = at > start && src[at - 1] == '\r' ? at - 1 : at;
                AddLineDirective(newline < 0 ? at : at + 1, start, end);
            }

            return; // a semicolon is inserted before the comment's newline if it was before the comment
        }

        var close = src.AsSpan(start + 2).IndexOf("*/"u8);
        at = close < 0 ? src.Length : start + 2 + close + 2;
        if (close < 0)
        {
            Error(start, "comment not terminated");
        }

        var firstNewline = src.AsSpan(start, at - start).IndexOf((byte)'\n');
        if (firstNewline >= 0)
        {
            if (insertSemicolon)
            {
                pendingNewline = start + firstNewline;
                pendingNewlineLine = line;
            }

            insertSemicolon = false;
            CountLines(start + firstNewline, at);
        }

        if (close >= 0 && StartsWithLine(start))
        {
            AddLineDirective(at, start, at - 2);
        }
    }

    private readonly bool StartsWithLine(int start) => src.AsSpan(start + 2).StartsWith("line "u8);

    /// <summary>
    /// Reads <c>//line file:line</c> or <c>file:line:column</c>, from <paramref name="start"/> to
    /// <paramref name="end"/>, which places what is at <paramref name="next"/>. Source: "Compiler directives" in the
    /// documentation of cmd/compile.
    /// </summary>
    private void AddLineDirective(int next, int start, int end)
    {
        var offset = start + 7;
        if (end < offset)
        {
            return;
        }

        ReadOnlySpan<byte> text = src.AsSpan(offset, end - offset);
        if (!TrailingNumber(text, out var i, out var number, out var valid))
        {
            return; // no directive
        }

        if (!valid)
        {
            Error(offset + i, $"invalid line number: {file.Text(offset + i, end)}");
            return;
        }

        var column = 0L;
        var directiveLine = number;
        var hasColumn = TrailingNumber(text[..(i - 1)], out var i2, out var number2, out var valid2) && valid2;
        if (hasColumn)
        {
            (i, i2) = (i2, i);
            (directiveLine, column) = (number2, number);
            if (column is 0 or > MaxLineOrColumn)
            {
                Error(offset + i2, $"invalid column number: {file.Text(offset + i2, end)}");
                return;
            }

            end = offset + i2 - 1;
        }

        if (directiveLine is 0 or > MaxLineOrColumn)
        {
            Error(offset + i, $"invalid line number: {file.Text(offset + i, end)}");
            return;
        }

        var directives = LineDirectives ??= [];
        var name = file.Text(offset, offset + i - 1);
        if (name.Length == 0 && hasColumn)
        {
            name = directives.Count > 0 ? directives[^1].FileName : file.Path;
        }
        else if (name.Length > 0)
        {
            name = GoPath.InDirectoryOf(file.Path, name);
        }

        if (next < src.Length && (directives.Count == 0 || directives[^1].Offset < next))
        {
            directives.Add(new LineDirective(next, name, (int)directiveLine, (int)column));
        }
    }

    /// <summary>
    /// The number behind the last colon. False if there is no colon; <paramref name="valid"/> is false if what follows
    /// it is no number.
    /// </summary>
    private static bool TrailingNumber(ReadOnlySpan<byte> text, out int index, out long number, out bool valid)
    {
        number = 0;
        valid = false;
        index = text.LastIndexOf((byte)':') + 1;
        if (index == 0)
        {
            return false;
        }

        valid = Utf8Parser.TryParse(text[index..], out ulong parsed, out var consumed)
            && consumed == text.Length - index && CharClass.IsDigit(text[index]);
        number = (long)Math.Min(parsed, long.MaxValue);
        return true;
    }
}
