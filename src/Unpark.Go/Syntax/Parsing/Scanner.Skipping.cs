using System.Buffers;

namespace Unpark.Go.Syntax;

// Passing over blocks without making tokens of them.
internal partial struct Scanner
{
    private static readonly SearchValues<byte> BlockMarks = SearchValues.Create("{}\"'`/"u8);

    /// <summary>
    /// Goes from <c>{</c>, the current token, to the <c>}</c> that closes it. False, with nothing changed, if there is
    /// none: then the block has to be parsed to see what is wrong.
    /// </summary>
    public bool SkipBlock()
    {
        var start = this;
        var errorCount = errors.Count;
        var directiveCount = LineDirectives?.Count ?? 0;
        var depth = 1;
        var i = at;
        var counted = at;
        while (true)
        {
            var found = src.AsSpan(i).IndexOfAny(BlockMarks);
            if (found < 0)
            {
                break;
            }

            i += found;
            switch (src[i])
            {
                case (byte)'{':
                    depth++;
                    i++;
                    break;
                case (byte)'}':
                    i++;
                    if (--depth == 0 && errors.Count == errorCount)
                    {
                        CountLines(counted, i);
                        Literal(TokenKind.Rbrace, i);
                        Start = i - 1;
                        Line = line;
                        return true;
                    }

                    break;
                case (byte)'/':
                    if (ByteAt(i + 1) is not (byte)'/' and not (byte)'*')
                    {
                        i++;
                        break;
                    }

                    // Line directives are kept: the text behind the block is placed by them, too.
                    CountLines(counted, i);
                    insertSemicolon = false;
                    ScanComment(i, src[i + 1]);
                    i = counted = at;
                    break;
                default:
                    CountLines(counted, i);
                    Start = i;
                    ScanQuoted(i + 1, src[i]);
                    i = counted = at;
                    break;
            }

            if (depth == 0 || errors.Count > errorCount)
            {
                break;
            }
        }

        errors.RemoveRange(errorCount, errors.Count - errorCount);
        if (LineDirectives is { } directives && directives.Count > directiveCount)
        {
            directives.RemoveRange(directiveCount, directives.Count - directiveCount);
            start.LineDirectives = directives;
        }

        this = start;
        return false;
    }

    private void ScanQuoted(int i, byte quote)
    {
        switch (quote)
        {
            case (byte)'"':
                ScanString(i);
                break;
            case (byte)'\'':
                ScanRune(i);
                break;
            default:
                ScanRawString(i);
                break;
        }
    }
}
