namespace Unpark.Go.Syntax;

// Literals: numbers, runes and strings.
internal partial struct Scanner
{
    private void Literal(TokenKind kind, int end)
    {
        Kind = kind;
        at = end;
        insertSemicolon = true;
    }

    private readonly byte ByteAt(int i) => (uint)i < (uint)src.Length ? src[i] : (byte)0;

    private void ScanNumber(int start)
    {
        // Nearly all numbers are plain decimal integers.
        var i = start;
        if (src[i] != '0')
        {
            while ((uint)i < (uint)src.Length && CharClass.IsDigit(src[i]))
            {
                i++;
            }
        }
        else
        {
            i++;
        }

        var next = ByteAt(i);
        if (i > start && next != '.' && !CharClass.IsLetterOrDigit(next))
        {
            Literal(TokenKind.Int, i);
            return;
        }

        ScanAnyNumber(start);
    }

    private void ScanAnyNumber(int start)
    {
        var i = start;
        var kind = TokenKind.Illegal;
        var numberBase = 10;
        var prefix = '\0'; // x, o, b, or 0 for an octal literal of the old form
        var hasDigit = false;
        var hasSeparator = false;
        var invalid = -1; // the first digit too large for the base

        if (src[i] != '.')
        {
            kind = TokenKind.Int;
            if (src[i] == '0')
            {
                i++;
                switch ((char)(ByteAt(i) | 0x20))
                {
                    case 'x':
                        i++;
                        numberBase = 16;
                        prefix = 'x';
                        break;
                    case 'o':
                        i++;
                        numberBase = 8;
                        prefix = 'o';
                        break;
                    case 'b':
                        i++;
                        numberBase = 2;
                        prefix = 'b';
                        break;
                    default:
                        numberBase = 8;
                        prefix = '0';
                        hasDigit = true;
                        break;
                }
            }

            i = Digits(i, numberBase, ref invalid, ref hasDigit, ref hasSeparator);
        }

        if (ByteAt(i) == '.')
        {
            kind = TokenKind.Float;
            if (prefix is 'o' or 'b')
            {
                Error(i, $"invalid radix point in {LiteralName(prefix)}");
            }

            i = Digits(i + 1, numberBase, ref invalid, ref hasDigit, ref hasSeparator);
        }

        if (!hasDigit)
        {
            Error(i, $"{LiteralName(prefix)} has no digits");
        }

        var e = (char)(ByteAt(i) | 0x20);
        if (e is 'e' or 'p')
        {
            if (e == 'e' && prefix is not '\0' and not '0')
            {
                Error(i, $"'{(char)src[i]}' exponent requires decimal mantissa");
            }
            else if (e == 'p' && prefix != 'x')
            {
                Error(i, $"'{(char)src[i]}' exponent requires hexadecimal mantissa");
            }

            i++;
            kind = TokenKind.Float;
            if (ByteAt(i) is (byte)'+' or (byte)'-')
            {
                i++;
            }

            var hasExponent = false;
            var none = 0;
            i = Digits(i, 10, ref none, ref hasExponent, ref hasSeparator);
            if (!hasExponent)
            {
                Error(i, "exponent has no digits");
            }
        }
        else if (prefix == 'x' && kind == TokenKind.Float)
        {
            Error(i, "hexadecimal mantissa requires a 'p' exponent");
        }

        if (ByteAt(i) == 'i')
        {
            kind = TokenKind.Imag;
            i++;
        }

        if (kind == TokenKind.Int && invalid >= 0)
        {
            Error(invalid, $"invalid digit '{(char)src[invalid]}' in {LiteralName(prefix)}");
        }

        if (hasSeparator && MisplacedSeparator(src.AsSpan(start, i - start)) is >= 0 and var wrong)
        {
            Error(start + wrong, "'_' must separate successive digits");
        }

        Literal(kind, i);
    }

    private readonly int Digits(int i, int numberBase, ref int invalid, ref bool hasDigit, ref bool hasSeparator)
    {
        for (; i < src.Length; i++)
        {
            var b = src[i];
            if (b == '_')
            {
                hasSeparator = true;
            }
            else if (numberBase > 10 ? CharClass.IsHex(b) : CharClass.IsDigit(b))
            {
                hasDigit = true;
                if (numberBase <= 10 && b >= '0' + numberBase && invalid < 0)
                {
                    invalid = i;
                }
            }
            else
            {
                break;
            }
        }

        return i;
    }

    private static string LiteralName(char prefix) => prefix switch
    {
        'x' => "hexadecimal literal",
        'o' or '0' => "octal literal",
        'b' => "binary literal",
        _ => "decimal literal",
    };

    /// <summary>The index of the first underscore that is not between digits (a base prefix counts as one), or -1.</summary>
    private static int MisplacedSeparator(ReadOnlySpan<byte> literal)
    {
        var prefix = ' ';
        var previous = '.'; // '_', '0' for any digit, '.' for anything else
        var i = 0;
        if (literal.Length >= 2 && literal[0] == '0')
        {
            prefix = (char)(literal[1] | 0x20);
            if (prefix is 'x' or 'o' or 'b')
            {
                previous = '0';
                i = 2;
            }
        }

        for (; i < literal.Length; i++)
        {
            var b = literal[i];
            if (b == '_')
            {
                if (previous != '0')
                {
                    return i;
                }

                previous = '_';
            }
            else if (CharClass.IsDigit(b) || (prefix == 'x' && CharClass.IsHex(b)))
            {
                previous = '0';
            }
            else
            {
                if (previous == '_')
                {
                    return i - 1;
                }

                previous = '.';
            }
        }

        return previous == '_' ? literal.Length - 1 : -1;
    }

    private void ScanString(int i)
    {
        while (true)
        {
            var found = src.AsSpan(i).IndexOfAny((byte)'"', (byte)'\\', (byte)'\n');
            if (found < 0 || src[i + found] == '\n')
            {
                Error(Start, "string literal not terminated");
                i = found < 0 ? src.Length : i + found;
                break;
            }

            i += found + 1;
            if (src[i - 1] == '"')
            {
                break;
            }

            ScanEscape(ref i, (byte)'"');
        }

        Literal(TokenKind.String, i);
    }

    private void ScanRawString(int i)
    {
        var found = src.AsSpan(i).IndexOf((byte)'`');
        var end = found < 0 ? src.Length : i + found + 1;
        if (found < 0)
        {
            Error(Start, "raw string literal not terminated");
        }

        CountLines(i, end);
        Literal(TokenKind.String, end);
    }

    private void ScanRune(int i)
    {
        var valid = true;
        var count = 0;
        while (true)
        {
            if (i >= src.Length || src[i] == '\n')
            {
                if (valid)
                {
                    Error(Start, "rune literal not terminated");
                    valid = false;
                }

                break;
            }

            var b = src[i];
            if (b == '\'')
            {
                i++;
                break;
            }

            count++;
            if (b == '\\')
            {
                i++;
                valid &= ScanEscape(ref i, (byte)'\'');
            }
            else if (b < 0x80)
            {
                i++;
            }
            else
            {
                GoUnicode.Decode(src, i, out var width);
                i += width;
            }
        }

        if (valid && count != 1)
        {
            Error(Start, "illegal rune literal");
        }

        Literal(TokenKind.Char, i);
    }

    /// <summary>Reads what follows a backslash; an error stops before the character that is wrong.</summary>
    private readonly bool ScanEscape(ref int i, byte quote)
    {
        var start = i;
        if (i >= src.Length)
        {
            Error(start, "escape sequence not terminated");
            return false;
        }

        int digits;
        uint numberBase;
        uint max;
        var b = src[i];
        switch (b)
        {
            case (byte)'a' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' or (byte)'v' or (byte)'\\':
                i++;
                return true;
            case >= (byte)'0' and <= (byte)'7':
                (digits, numberBase, max) = (3, 8, 255);
                break;
            case (byte)'x':
                i++;
                (digits, numberBase, max) = (2, 16, 255);
                break;
            case (byte)'u':
                i++;
                (digits, numberBase, max) = (4, 16, 0x10FFFF);
                break;
            case (byte)'U':
                i++;
                (digits, numberBase, max) = (8, 16, 0x10FFFF);
                break;
            default:
                if (b == quote)
                {
                    i++;
                    return true;
                }

                Error(start, "unknown escape sequence");
                return false;
        }

        uint value = 0;
        for (; digits > 0; digits--)
        {
            if (i >= src.Length)
            {
                Error(i, "escape sequence not terminated");
                return false;
            }

            var digit = CharClass.IsHex(src[i]) ? HexValue(src[i]) : 16;
            if (digit >= numberBase)
            {
                var rune = GoUnicode.Decode(src, i, out _);
                Error(i, $"illegal character {GoUnicode.Describe(rune)} in escape sequence");
                return false;
            }

            value = unchecked((value * numberBase) + digit);
            i++;
        }

        if (value > max || value is >= 0xD800 and < 0xE000)
        {
            Error(start, "escape sequence is invalid Unicode code point");
            return false;
        }

        return true;
    }

    private static uint HexValue(byte b) => b <= '9' ? (uint)(b - '0') : (uint)((b | 0x20) - 'a' + 10);

    /// <summary>Counts the newlines of a stretch that was passed over.</summary>
    private void CountLines(int from, int to)
    {
        var span = src.AsSpan(from, to - from);
        var last = span.LastIndexOf((byte)'\n');
        if (last >= 0)
        {
            line += span[..(last + 1)].Count((byte)'\n');
            lineStart = from + last + 1;
        }
    }
}
