using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Unpark.Go.Syntax;

/// <summary>
/// The condition of a <c>//go:build</c> or <c>// +build</c> line: a boolean expression over tags. Immutable.
/// Source: "Build constraints" of the go command; behaviour as go/build/constraint.
/// </summary>
public sealed class BuildConstraint
{
    private const int MaxPlusBuildOperators = 100;

    private BuildConstraint(BuildConstraintKind kind, string tag, BuildConstraint? x, BuildConstraint? y)
    {
        Kind = kind;
        Tag = tag;
        X = x;
        Y = y;
    }

    /// <summary>What the expression is at its top.</summary>
    public BuildConstraintKind Kind { get; }

    /// <summary>The tag of <see cref="BuildConstraintKind.Tag"/>; otherwise empty.</summary>
    public string Tag { get; }

    /// <summary>The operand of <c>!</c> and the left one of <c>&amp;&amp;</c> and <c>||</c>; otherwise null.</summary>
    public BuildConstraint? X { get; }

    /// <summary>The right operand of <c>&amp;&amp;</c> and <c>||</c>; otherwise null.</summary>
    public BuildConstraint? Y { get; }

    /// <summary>True if a line has the form <c>//go:build ...</c>, whether its expression is valid or not.</summary>
    public static bool IsGoBuild(string line) => GoBuildText(line) is not null;

    /// <summary>True if a line has the form <c>// +build ...</c>, whether its expression is valid or not.</summary>
    public static bool IsPlusBuild(string line) => PlusBuildText(line) is not null;

    /// <summary>Reads one line, <c>//</c> included.</summary>
    /// <param name="line">The line, with or without the newline that ends it.</param>
    /// <param name="constraint">The condition, or null if the line is no constraint or a wrong one.</param>
    public static bool TryParse(string line, [NotNullWhen(true)] out BuildConstraint? constraint)
        => TryParse(line, out constraint, out _);

    /// <summary>Reads one line, <c>//</c> included.</summary>
    /// <param name="line">The line, with or without the newline that ends it.</param>
    /// <param name="constraint">The condition, or null if the line is no constraint or a wrong one.</param>
    /// <param name="error">What is wrong; null if nothing is.</param>
    public static bool TryParse(
        string line, [NotNullWhen(true)] out BuildConstraint? constraint, [NotNullWhen(false)] out string? error)
    {
        if (GoBuildText(line) is { } text)
        {
            var parser = new BuildConstraintParser(text);
            constraint = parser.Parse();
            error = parser.Error;
        }
        else if (PlusBuildText(line) is { } plusText)
        {
            constraint = ParsePlusBuild(plusText);
            error = constraint is null ? "expression too complex for // +build lines" : null;
        }
        else
        {
            constraint = null;
            error = "not a build constraint";
        }

        return constraint is not null;
    }

    /// <summary>The condition that holds where a tag is set.</summary>
    public static BuildConstraint OfTag(string tag) => new(BuildConstraintKind.Tag, tag, null, null);

    /// <summary>The condition that holds where another does not.</summary>
    public static BuildConstraint Not(BuildConstraint x) => new(BuildConstraintKind.Not, "", x, null);

    /// <summary>The condition that holds where two do.</summary>
    public static BuildConstraint And(BuildConstraint x, BuildConstraint y) => new(BuildConstraintKind.And, "", x, y);

    /// <summary>The condition that holds where one of two does.</summary>
    public static BuildConstraint Or(BuildConstraint x, BuildConstraint y) => new(BuildConstraintKind.Or, "", x, y);

    /// <summary>The value of the expression. Every tag is asked for, needed or not, in source order.</summary>
    /// <param name="isSet">Tells whether a tag is set.</param>
    public bool Evaluate(Func<string, bool> isSet)
    {
        switch (Kind)
        {
            case BuildConstraintKind.Tag:
                return isSet(Tag);
            case BuildConstraintKind.Not:
                return !X!.Evaluate(isSet);
            default:
                var x = X!.Evaluate(isSet);
                var y = Y!.Evaluate(isSet);
                return Kind == BuildConstraintKind.And ? x && y : x || y;
        }
    }

    /// <summary>
    /// The Go version, such as <c>go1.22</c>, below which the condition cannot hold, by its structure alone; empty if
    /// it implies none.
    /// </summary>
    public string GoVersion() => MinVersion(true) switch
    {
        < 0 => "",
        0 => "go1",
        var minor => $"go1.{minor}",
    };

    /// <summary>The expression as a <c>//go:build</c> line has it.</summary>
    public override string ToString() => Kind switch
    {
        BuildConstraintKind.Tag => Tag,
        BuildConstraintKind.Not => $"!{Operand(X!, BuildConstraintKind.Not)}",
        BuildConstraintKind.And => $"{Operand(X!, Kind)} && {Operand(Y!, Kind)}",
        _ => $"{Operand(X!, Kind)} || {Operand(Y!, Kind)}",
    };

    private static string Operand(BuildConstraint x, BuildConstraintKind of)
        => x.Kind is BuildConstraintKind.And or BuildConstraintKind.Or && x.Kind != of ? $"({x})" : x.ToString();

    /// <summary>The minor version implied by the expression, or by its negation; -1 for none.</summary>
    private int MinVersion(bool positive)
    {
        switch (Kind)
        {
            case BuildConstraintKind.Not:
                return X!.MinVersion(!positive);
            case BuildConstraintKind.And or BuildConstraintKind.Or:
                var x = X!.MinVersion(positive);
                var y = Y!.MinVersion(positive);
                return Kind == BuildConstraintKind.And == positive ? Math.Max(x, y) : Math.Min(x, y);
            default:
                return positive ? MinorOf(Tag) : -1;
        }
    }

    private static int MinorOf(string tag)
    {
        if (tag == "go1")
        {
            return 0;
        }

        var found = tag.IndexOf("go1.", StringComparison.Ordinal);
        return found >= 0 && int.TryParse(
            tag.AsSpan(found + 4), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minor)
            ? minor
            : -1;
    }

    /// <summary>The text behind <c>//go:build</c>, or null if the line is not of that form.</summary>
    private static string? GoBuildText(string line)
    {
        var text = SingleLine(line);
        return text is not null && text.StartsWith("//go:build", StringComparison.Ordinal)
            ? Argument(text.Trim()[10..])
            : null;
    }

    /// <summary>The text behind <c>// +build</c>, or null if the line is not of that form.</summary>
    private static string? PlusBuildText(string line)
    {
        var text = SingleLine(line);
        if (text is null || !text.StartsWith("//", StringComparison.Ordinal))
        {
            return null;
        }

        text = text[2..].Trim();
        return text.StartsWith("+build", StringComparison.Ordinal) ? Argument(text[6..]) : null;
    }

    private static string? SingleLine(string line)
    {
        var text = line.EndsWith('\n') ? line[..^1] : line;
        return text.Contains('\n', StringComparison.Ordinal) ? null : text;
    }

    /// <summary>What follows the keyword, if a space or nothing does: <c>//go:buildx</c> is no constraint.</summary>
    private static string? Argument(string rest)
    {
        var trimmed = rest.Trim();
        return trimmed.Length == rest.Length && rest.Length > 0 ? null : trimmed;
    }

    /// <summary>Spaces are alternatives of conjunctions by commas; null if there are too many operators.</summary>
    private static BuildConstraint? ParsePlusBuild(string text)
    {
        var operators = 0;
        BuildConstraint? any = null;
        foreach (var clause in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            BuildConstraint? all = null;
            foreach (var literal in clause.Split(','))
            {
                var one = PlusBuildLiteral(literal);
                operators += all is null ? 0 : 1;
                all = all is null ? one : And(all, one);
            }

            operators += any is null ? 0 : 1;
            any = any is null ? all : Or(any, all!);
            if (operators > MaxPlusBuildOperators)
            {
                return null;
            }
        }

        return any ?? OfTag("ignore");
    }

    private static BuildConstraint PlusBuildLiteral(string literal)
    {
        if (literal == "!" || literal.StartsWith("!!", StringComparison.Ordinal))
        {
            return OfTag("ignore");
        }

        var negated = literal.StartsWith('!');
        var word = negated ? literal[1..] : literal;
        var tag = OfTag(BuildConstraintParser.TagLength(word) == word.Length && word.Length > 0 ? word : "ignore");
        return negated ? Not(tag) : tag;
    }
}
