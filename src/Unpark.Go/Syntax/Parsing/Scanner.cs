using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Unpark.Go.Syntax;

/// <summary>
/// Splits the bytes of a file into tokens, comments included, and inserts semicolons. Source: Go specification,
/// "Lexical elements"; which errors are reported and where follows go/scanner.
/// </summary>
/// <remarks>
/// A mutable struct that lives in the parser: the current token is in its fields and nothing is allocated for it.
/// Bytes that are wrong anywhere (NUL, invalid UTF-8, byte order marks) are found by <see cref="SourceDefects"/>.
/// </remarks>
internal partial struct Scanner
{
    private readonly SourceFile file;
    private readonly byte[] src;
    private readonly List<SyntaxDiagnostic> errors;
    private int at;
    private int line;
    private int lineStart;
    private bool insertSemicolon;
    private int pendingNewline;
    private int pendingNewlineLine;

    public Scanner(SourceFile file, List<SyntaxDiagnostic> errors)
    {
        this.file = file;
        src = file.Bytes;
        this.errors = errors;
        line = 1;
        pendingNewline = -1;
        if (src.AsSpan().StartsWith(SourceDefects.ByteOrderMark))
        {
            at = 3;
        }
    }

    /// <summary>The current token.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>The offset of the current token.</summary>
    public int Start { get; private set; }

    /// <summary>The line, counted from 1, on which the current token starts.</summary>
    public int Line { get; private set; }

    /// <summary>The line on which the text read so far ends.</summary>
    public readonly int EndLine => line;

    /// <summary>True for a semicolon that stands for a newline or the end of the file.</summary>
    public bool IsNewline { get; private set; }

    /// <summary>The offset behind what was read; for literals, names and comments the end of the token.</summary>
    public readonly int Offset => at;

    /// <summary>The first eight bytes of an identifier, as <see cref="Names.HeadOf"/> gives them.</summary>
    public ulong Head { get; private set; }

    /// <summary>The bytes of the current token.</summary>
    public readonly ReadOnlySpan<byte> TokenBytes => src.AsSpan(Start, at - Start);

    /// <summary>The <c>//line</c> directives seen so far, or null.</summary>
    public List<LineDirective>? LineDirectives { get; private set; }

    /// <summary>Reads the next token.</summary>
    public void Next()
    {
        if (pendingNewline >= 0)
        {
            Kind = TokenKind.Semicolon;
            IsNewline = true;
            Start = pendingNewline;
            Line = pendingNewlineLine;
            pendingNewline = -1;
            return;
        }

        var s = src;
        var i = at;
        while ((uint)i < (uint)s.Length)
        {
            var b = s[i];
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                i++;
            }
            else if (b == '\n' && !insertSemicolon)
            {
                i++;
                line++;
                lineStart = i;
            }
            else
            {
                break;
            }
        }

        Start = i;
        Line = line;
        if ((uint)i >= (uint)s.Length)
        {
            at = i;
            EndOfFile();
            return;
        }

        var c = s[i];
        if (CharClass.IsLetter(c))
        {
            ScanIdentifier(s, i);
            return;
        }

        if (CharClass.IsDigit(c))
        {
            ScanNumber(i);
            return;
        }

        ScanOperator(s, i, c);
    }

    /// <summary>Goes to the end of the file, as when nothing more of it is wanted.</summary>
    public void MoveToEnd()
    {
        at = src.Length;
        pendingNewline = -1;
        insertSemicolon = false;
        Start = at;
        Line = line;
        Kind = TokenKind.Eof;
    }

    private void EndOfFile()
    {
        if (insertSemicolon)
        {
            insertSemicolon = false;
            Kind = TokenKind.Semicolon;
            IsNewline = true;
            return;
        }

        Kind = TokenKind.Eof;
    }

    private void ScanIdentifier(byte[] s, int i)
    {
        i++;
        while ((uint)i < (uint)s.Length && CharClass.IsLetterOrDigit(s[i]))
        {
            i++;
        }

        if ((uint)i < (uint)s.Length && s[i] >= 0x80)
        {
            ScanUnicodeIdentifier(i);
            return;
        }

        EndIdentifier(i);
    }

    private void EndIdentifier(int end)
    {
        at = end;
        var text = src.AsSpan(Start, end - Start);
        Head = text.Length < 8 && Start + 8 <= src.Length
            ? BinaryPrimitives.ReadUInt64LittleEndian(src.AsSpan(Start, 8)) & ((1UL << (8 * text.Length)) - 1)
            : Names.HeadOf(text);
        Kind = Keywords.Lookup(text, Head);
        insertSemicolon = Kind is TokenKind.Ident or TokenKind.Return or TokenKind.Break or TokenKind.Continue
            or TokenKind.Fallthrough;
    }

    /// <summary>Goes on with an identifier that has letters or digits beyond ASCII.</summary>
    private void ScanUnicodeIdentifier(int i)
    {
        while (i < src.Length)
        {
            if (src[i] < 0x80)
            {
                if (!CharClass.IsLetterOrDigit(src[i]))
                {
                    break;
                }

                i++;
                continue;
            }

            var rune = GoUnicode.Decode(src, i, out var width);
            if (!GoUnicode.IsLetter(rune) && !GoUnicode.IsDigit(rune))
            {
                break;
            }

            i += width;
        }

        // A letter may be followed at once by a character beyond ASCII that does not belong to the name.
        EndIdentifier(i);
    }

    private void ScanOperator(byte[] s, int i, byte c)
    {
        var insert = false;
        var kind = TokenKind.Illegal;
        i++;
        var c1 = (uint)i < (uint)s.Length ? s[i] : (byte)0;
        switch (c)
        {
            case (byte)'\n':
                // Only reached where a newline ends a statement: otherwise it is white space.
                insertSemicolon = false;
                at = i;
                line++;
                lineStart = i;
                Kind = TokenKind.Semicolon;
                IsNewline = true;
                return;
            case (byte)'"':
                ScanString(i);
                return;
            case (byte)'\'':
                ScanRune(i);
                return;
            case (byte)'`':
                ScanRawString(i);
                return;
            case (byte)'(':
                kind = TokenKind.Lparen;
                break;
            case (byte)')':
                kind = TokenKind.Rparen;
                insert = true;
                break;
            case (byte)'[':
                kind = TokenKind.Lbrack;
                break;
            case (byte)']':
                kind = TokenKind.Rbrack;
                insert = true;
                break;
            case (byte)'{':
                kind = TokenKind.Lbrace;
                break;
            case (byte)'}':
                kind = TokenKind.Rbrace;
                insert = true;
                break;
            case (byte)',':
                kind = TokenKind.Comma;
                break;
            case (byte)';':
                kind = TokenKind.Semicolon;
                IsNewline = false;
                break;
            case (byte)'~':
                kind = TokenKind.Tilde;
                break;
            case (byte)'.':
                if (CharClass.IsDigit(c1))
                {
                    ScanNumber(i - 1);
                    return;
                }

                kind = TokenKind.Period;
                if (c1 == '.' && i + 1 < s.Length && s[i + 1] == '.')
                {
                    i += 2;
                    kind = TokenKind.EllipsisToken;
                }

                break;
            case (byte)':':
                kind = Choose(c1, ref i, TokenKind.Colon, TokenKind.Define);
                break;
            case (byte)'=':
                kind = Choose(c1, ref i, TokenKind.Assign, TokenKind.Eql);
                break;
            case (byte)'!':
                kind = Choose(c1, ref i, TokenKind.Not, TokenKind.Neq);
                break;
            case (byte)'*':
                kind = Choose(c1, ref i, TokenKind.Mul, TokenKind.MulAssign);
                break;
            case (byte)'%':
                kind = Choose(c1, ref i, TokenKind.Rem, TokenKind.RemAssign);
                break;
            case (byte)'^':
                kind = Choose(c1, ref i, TokenKind.Xor, TokenKind.XorAssign);
                break;
            case (byte)'+':
                kind = Choose(c1, ref i, TokenKind.Add, TokenKind.AddAssign, (byte)'+', TokenKind.Inc);
                insert = kind == TokenKind.Inc;
                break;
            case (byte)'-':
                kind = Choose(c1, ref i, TokenKind.Sub, TokenKind.SubAssign, (byte)'-', TokenKind.Dec);
                insert = kind == TokenKind.Dec;
                break;
            case (byte)'|':
                kind = Choose(c1, ref i, TokenKind.Or, TokenKind.OrAssign, (byte)'|', TokenKind.LOr);
                break;
            case (byte)'&':
                if (c1 == '^')
                {
                    i++;
                    c1 = (uint)i < (uint)s.Length ? s[i] : (byte)0;
                    kind = Choose(c1, ref i, TokenKind.AndNot, TokenKind.AndNotAssign);
                }
                else
                {
                    kind = Choose(c1, ref i, TokenKind.And, TokenKind.AndAssign, (byte)'&', TokenKind.LAnd);
                }

                break;
            case (byte)'<':
                if (c1 == '-')
                {
                    i++;
                    kind = TokenKind.Arrow;
                }
                else
                {
                    kind = Choose(c1, ref i, TokenKind.Lss, TokenKind.Leq, (byte)'<', TokenKind.Shl);
                    kind = kind == TokenKind.Shl ? ChooseAssign(ref i, kind, TokenKind.ShlAssign) : kind;
                }

                break;
            case (byte)'>':
                kind = Choose(c1, ref i, TokenKind.Gtr, TokenKind.Geq, (byte)'>', TokenKind.Shr);
                kind = kind == TokenKind.Shr ? ChooseAssign(ref i, kind, TokenKind.ShrAssign) : kind;
                break;
            case (byte)'/':
                if (c1 is (byte)'/' or (byte)'*')
                {
                    ScanComment(i - 1, c1);
                    return;
                }

                kind = Choose(c1, ref i, TokenKind.Quo, TokenKind.QuoAssign);
                break;
            default:
                ScanOther(i - 1);
                return;
        }

        Kind = kind;
        at = i;
        insertSemicolon = insert;
    }

    /// <summary>An identifier that starts beyond ASCII, or a character that is none of Go's.</summary>
    private void ScanOther(int i)
    {
        var rune = GoUnicode.Decode(src, i, out var width);
        if (rune >= 0x80 && GoUnicode.IsLetter(rune))
        {
            ScanUnicodeIdentifier(i);
            return;
        }

        // Insertion of a semicolon goes on as before the character.
        Kind = TokenKind.Illegal;
        at = i + width;
        if (rune == SourceDefects.ByteOrderMarkRune)
        {
            return; // reported as a defect
        }

        if (SourceDefects.IsUtf16(src))
        {
            at = src.Length;
        }

        Error(i, rune is 0x201C or 0x201D
            ? $"curly quotation mark '{(char)rune}' (use neutral '\"')"
            : $"illegal character {GoUnicode.Describe(rune)}");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TokenKind Choose(byte next, ref int i, TokenKind alone, TokenKind withAssign)
    {
        if (next != '=')
        {
            return alone;
        }

        i++;
        return withAssign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TokenKind Choose(
        byte next, ref int i, TokenKind alone, TokenKind withAssign, byte second, TokenKind withSecond)
    {
        if (next == '=')
        {
            i++;
            return withAssign;
        }

        if (next == second)
        {
            i++;
            return withSecond;
        }

        return alone;
    }

    private readonly TokenKind ChooseAssign(ref int i, TokenKind alone, TokenKind withAssign)
        => Choose(i < src.Length ? src[i] : (byte)0, ref i, alone, withAssign);

    private readonly void Error(int offset, string message) => errors.Add(new SyntaxDiagnostic(offset, message));
}
