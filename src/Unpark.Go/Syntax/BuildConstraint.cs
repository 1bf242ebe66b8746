using System.Diagnostics.CodeAnalysis;

namespace Unpark.Go.Syntax;

/// <summary>
/// A build constraint: the expression of a <c>//go:build</c> line, or of one <c>// +build</c> line.
/// Source: go/build/constraint.
/// </summary>
public sealed class BuildConstraint
{
    private const int MaxSize = 1000;
    private const int MaxOldSize = 100;
    private readonly Op op;
    private readonly BuildConstraint? left;
    private readonly BuildConstraint? right;
    private readonly string tag;

    private BuildConstraint(Op op, BuildConstraint? left, BuildConstraint? right, string tag)
    {
        this.op = op;
        this.left = left;
        this.right = right;
        this.tag = tag;
    }

    private enum Op : byte
    {
        Tag,
        Not,
        And,
        Or,
    }

    /// <summary>True if a line, line end or not, is a <c>//go:build</c> line.</summary>
    public static bool IsGoBuild(ReadOnlySpan<char> line) => SplitGoBuild(line, out _);

    /// <summary>True if a line, line end or not, is a <c>// +build</c> line.</summary>
    public static bool IsPlusBuild(ReadOnlySpan<char> line) => SplitPlusBuild(line, out _);

    /// <summary>Parses a <c>//go:build</c> or <c>// +build</c> line.</summary>
    /// <param name="line">The line, with the slashes.</param>
    /// <exception cref="FormatException">The line is no constraint, or its expression has a syntax error.</exception>
    public static BuildConstraint Parse(string line) =>
        TryParse(line, out var constraint, out var error) ? constraint : throw new FormatException(error);

    /// <summary>Parses a <c>//go:build</c> or <c>// +build</c> line. O(length).</summary>
    /// <param name="line">The line, with the slashes.</param>
    /// <param name="constraint">The expression.</param>
    /// <param name="error">What is wrong with the line if false is returned.</param>
    public static bool TryParse(
        string line,
        [NotNullWhen(true)] out BuildConstraint? constraint,
        [NotNullWhen(false)] out string? error)
    {
        constraint = null;
        error = null;
        if (SplitGoBuild(line, out var text))
        {
            var parser = new Parser(text);
            constraint = parser.Parse(out error);
        }
        else if (SplitPlusBuild(line, out text))
        {
            constraint = ParsePlusBuild(text.ToString());
            if (constraint == null)
            {
                error = "expression too complex for // +build lines";
            }
        }
        else
        {
            error = "not a build constraint";
        }

        return constraint != null;
    }

    /// <summary>
    /// The value of the expression when <paramref name="isSet"/> says which tags hold. Asks for every tag once.
    /// </summary>
    /// <param name="isSet">True for the tags that hold.</param>
    public bool Evaluate(Func<string, bool> isSet) => op switch
    {
        Op.Tag => isSet(tag),
        Op.Not => !left!.Evaluate(isSet),
        Op.And => left!.Evaluate(isSet) & right!.Evaluate(isSet),
        _ => left!.Evaluate(isSet) | right!.Evaluate(isSet),
    };

    /// <summary>
    /// The lowest Go version the expression implies, such as <c>go1.21</c>, or null if it implies none.
    /// Source: go/build/constraint, GoVersion.
    /// </summary>
    public string? MinimumGoVersion() => MinimumVersion(negated: false) switch
    {
        < 0 => null,
        0 => "go1",
        var minor => "go1." + minor,
    };

    /// <summary>The expression in <c>//go:build</c> syntax.</summary>
    public override string ToString() => op switch
    {
        Op.Tag => tag,
        Op.Not => left!.op is Op.And or Op.Or ? $"!({left})" : $"!{left}",
        Op.And => $"{Operand(left!, Op.Or)} && {Operand(right!, Op.Or)}",
        _ => $"{Operand(left!, Op.And)} || {Operand(right!, Op.And)}",
    };

    private static string Operand(BuildConstraint x, Op parenthesized) =>
        x.op == parenthesized ? $"({x})" : x.ToString();

    private static BuildConstraint TagNode(string tag) => new(Op.Tag, null, null, tag);

    private static BuildConstraint NotNode(BuildConstraint x) => new(Op.Not, x, null, "");

    private static bool SplitGoBuild(ReadOnlySpan<char> line, out ReadOnlySpan<char> expression)
    {
        expression = default;
        line = line.TrimEnd("\r\n");
        if (line.Contains('\n') || !line.StartsWith("//go:build", StringComparison.Ordinal))
        {
            return false;
        }

        line = line.Trim()["//go:build".Length..];
        expression = line.Trim();
        // Without a space behind it, it is another directive such as //go:buildmore.
        return line.IsEmpty || expression.Length < line.Length;
    }

    private static bool SplitPlusBuild(ReadOnlySpan<char> line, out ReadOnlySpan<char> expression)
    {
        expression = default;
        line = line.TrimEnd("\r\n");
        if (line.Contains('\n') || !line.StartsWith("//", StringComparison.Ordinal))
        {
            return false;
        }

        line = line[2..].Trim();
        if (!line.StartsWith("+build", StringComparison.Ordinal))
        {
            return false;
        }

        line = line["+build".Length..];
        expression = line.Trim();
        return line.IsEmpty || expression.Length < line.Length;
    }

    private static BuildConstraint? ParsePlusBuild(string text)
    {
        var size = 0;
        BuildConstraint? any = null;
        foreach (var clause in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            BuildConstraint? all = null;
            foreach (var literal in clause.Split(','))
            {
                var negated = literal.Length > 1 && literal[0] == '!' && literal[1] != '!';
                var name = negated ? literal[1..] : literal;
                var term = TagNode(IsValidTag(name) ? name : "ignore");
                term = negated ? NotNode(term) : term;
                if (all != null && ++size > MaxOldSize)
                {
                    return null;
                }

                all = all == null ? term : new BuildConstraint(Op.And, all, term, "");
            }

            if (any != null && ++size > MaxOldSize)
            {
                return null;
            }

            any = any == null ? all : new BuildConstraint(Op.Or, any, all, "");
        }

        return any ?? TagNode("ignore");
    }

    private static bool IsValidTag(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!IsTagChar(c))
            {
                return false;
            }
        }

        return !word.IsEmpty;
    }

    private static bool IsTagChar(char c) => char.IsLetter(c) || char.IsDigit(c) || c is '_' or '.';

    // -1 stands for no version; "go1" is 0.
    private int MinimumVersion(bool negated)
    {
        switch (op)
        {
            case Op.Tag:
                if (negated)
                {
                    return -1;
                }

                if (tag == "go1")
                {
                    return 0;
                }

                return tag.StartsWith("go1.", StringComparison.Ordinal)
                    && int.TryParse(tag.AsSpan(4), System.Globalization.NumberStyles.None, null, out var minor)
                    ? minor
                    : -1;
            case Op.Not:
                return left!.MinimumVersion(!negated);
            default:
                var l = left!.MinimumVersion(negated);
                var r = right!.MinimumVersion(negated);
                return (op == Op.And) != negated ? Math.Max(l, r) : Math.Min(l, r);
        }
    }

    private ref struct Parser(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> text = text;
        private int at;
        private int size;
        private int depth;
        private ReadOnlySpan<char> token;
        private string? error;

        public BuildConstraint? Parse(out string? message)
        {
            Next();
            var x = ParseOr();
            if (error == null && !token.IsEmpty)
            {
                Fail($"unexpected token {token}");
            }

            message = error;
            return error == null ? x : null;
        }

        private BuildConstraint? ParseOr()
        {
            var x = ParseAnd();
            while (error == null && token.SequenceEqual("||"))
            {
                Grow();
                Next();
                x = new BuildConstraint(Op.Or, x, ParseAnd(), "");
            }

            return x;
        }

        private BuildConstraint? ParseAnd()
        {
            var x = ParseNot();
            while (error == null && token.SequenceEqual("&&"))
            {
                Grow();
                Next();
                x = new BuildConstraint(Op.And, x, ParseNot(), "");
            }

            return x;
        }

        private BuildConstraint? ParseNot()
        {
            if (error != null || !token.SequenceEqual("!"))
            {
                return ParseAtom();
            }

            Grow();
            Next();
            if (token.SequenceEqual("!"))
            {
                return Fail("double negation not allowed");
            }

            var x = ParseNot();
            return x == null ? null : NotNode(x);
        }

        private BuildConstraint? ParseAtom()
        {
            if (error != null)
            {
                return null;
            }

            if (token.SequenceEqual("("))
            {
                if (++depth > MaxSize)
                {
                    return Fail("build expression too large");
                }

                Next();
                var x = ParseOr();
                if (error == null && !token.SequenceEqual(")"))
                {
                    return Fail("missing close paren");
                }

                depth--;
                Next();
                return x;
            }

            if (token.IsEmpty)
            {
                return Fail("unexpected end of expression");
            }

            if (!IsTagChar(token[0]))
            {
                return Fail($"unexpected token {token}");
            }

            var tag = TagNode(token.ToString());
            Next();
            return tag;
        }

        private void Grow()
        {
            if (++size > MaxSize)
            {
                Fail("build expression too large");
            }
        }

        private void Next()
        {
            while (at < text.Length && text[at] is ' ' or '\t')
            {
                at++;
            }

            token = default;
            if (at >= text.Length || error != null)
            {
                return;
            }

            var start = at;
            switch (text[at])
            {
                case '(' or ')' or '!':
                    at++;
                    break;
                case '&' or '|':
                    if (at + 1 >= text.Length || text[at + 1] != text[at])
                    {
                        Fail($"invalid syntax at {text[at]}");
                        return;
                    }

                    at += 2;
                    break;
                default:
                    while (at < text.Length && IsTagChar(text[at]))
                    {
                        at++;
                    }

                    if (at == start)
                    {
                        Fail($"invalid syntax at {text[at]}");
                        return;
                    }

                    break;
            }

            token = text[start..at];
        }

        private BuildConstraint? Fail(string message)
        {
            error ??= message;
            return null;
        }
    }
}
