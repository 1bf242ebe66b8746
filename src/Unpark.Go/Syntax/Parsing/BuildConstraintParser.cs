using System.Text;

namespace Unpark.Go.Syntax;

/// <summary>
/// Reads the expression of a <c>//go:build</c> line by recursive descent. The number of operands, and with it the
/// depth, is limited as in go/build/constraint.
/// </summary>
internal sealed class BuildConstraintParser(string text)
{
    private const int MaxSize = 1000;

    private int at;
    private string token = "";
    private bool isTag;
    private int size;

    /// <summary>What is wrong, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>The length of the tag a text starts with: letters, digits, underscores and dots.</summary>
    public static int TagLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length)
        {
            Rune.DecodeFromUtf16(text[length..], out var rune, out var consumed);
            if (!GoUnicode.IsLetter(rune.Value) && !GoUnicode.IsDigit(rune.Value) && rune.Value is not ('_' or '.'))
            {
                break;
            }

            length += consumed;
        }

        return length;
    }

    /// <summary>The expression, or null if there is an <see cref="Error"/>.</summary>
    public BuildConstraint? Parse()
    {
        var x = ParseOr();
        if (x is not null && token.Length > 0)
        {
            return Fail($"unexpected token {token}");
        }

        return x;
    }

    private BuildConstraint? ParseOr()
    {
        var x = ParseAnd();
        while (x is not null && token == "||")
        {
            var y = ParseAnd();
            x = y is null ? null : BuildConstraint.Or(x, y);
        }

        return x;
    }

    private BuildConstraint? ParseAnd()
    {
        var x = ParseNot();
        while (x is not null && token == "&&")
        {
            var y = ParseNot();
            x = y is null ? null : BuildConstraint.And(x, y);
        }

        return x;
    }

    private BuildConstraint? ParseNot()
    {
        if (++size > MaxSize)
        {
            return Fail("build expression too large");
        }

        if (!Lex())
        {
            return null;
        }

        if (token != "!")
        {
            return ParseAtom();
        }

        if (!Lex())
        {
            return null;
        }

        if (token == "!")
        {
            return Fail("double negation not allowed");
        }

        return ParseAtom() is { } x ? BuildConstraint.Not(x) : null;
    }

    /// <summary>A tag or something in parentheses; its first token is read already.</summary>
    private BuildConstraint? ParseAtom()
    {
        if (token == "(")
        {
            var x = ParseOr();
            if (x is null)
            {
                Error = Error == "unexpected end of expression" ? "missing close paren" : Error;
                return null;
            }

            if (token != ")")
            {
                return Fail("missing close paren");
            }

            return Lex() ? x : null;
        }

        if (!isTag)
        {
            return Fail(token.Length == 0 ? "unexpected end of expression" : $"unexpected token {token}");
        }

        var tag = token;
        return Lex() ? BuildConstraint.OfTag(tag) : null;
    }

    /// <summary>Reads a token, the empty one at the end. False for a character that starts none.</summary>
    private bool Lex()
    {
        isTag = false;
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        if (at >= text.Length)
        {
            token = "";
            return true;
        }

        var c = text[at];
        var length = 1;
        if (c is '&' or '|')
        {
            length = 2;
            if (at + 1 >= text.Length || text[at + 1] != c)
            {
                Fail($"invalid syntax at {c}");
                return false;
            }
        }
        else if (c is not ('(' or ')' or '!'))
        {
            length = TagLength(text.AsSpan(at));
            isTag = length > 0;
            if (!isTag)
            {
                Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _);
                Fail($"invalid syntax at {rune}");
                return false;
            }
        }

        token = text.Substring(at, length);
        at += length;
        return true;
    }

    private BuildConstraint? Fail(string message)
    {
        Error = message;
        return null;
    }
}
