using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Fixes;

/// <summary>
/// Blanks around binary operators as gofmt has them, which depends on where an expression stands: <c>f(a + b)</c>, but
/// <c>f(a+b, c)</c>. Source: go/printer, nodes.go, binaryExpr and cutoff.
/// </summary>
internal static class OperatorSpacing
{
    /// <summary>The depth of an expression that stands alone: the only argument, the value of a key.</summary>
    public const int Alone = 1;

    /// <summary>The depth of one of several arguments of a call that stands alone.</summary>
    public const int OneOfSeveral = 2;

    /// <summary>The edits that leave an expression as gofmt has it at a depth.</summary>
    public static ImmutableArray<TextEdit> Edits(SourceFile file, Expr expr, int depth)
    {
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        Add(file, expr, depth, edits);
        return edits.ToImmutable();
    }

    /// <summary>The text of an expression as gofmt has it at a depth.</summary>
    public static string Text(SourceFile file, Expr expr, int depth)
    {
        var text = new StringBuilder();
        var at = expr.Pos;
        foreach (var edit in Edits(file, expr, depth).Sort(static (x, y) => x.Start.CompareTo(y.Start)))
        {
            text.Append(file.Text(at, edit.Start)).Append(edit.NewText);
            at = edit.End;
        }

        return text.Append(file.Text(at, expr.End)).ToString();
    }

    private static void Add(SourceFile file, Expr? expr, int depth, ImmutableArray<TextEdit>.Builder edits)
    {
        switch (expr)
        {
            case BinaryExpr binary:
                var precedence = binary.Op.Precedence();
                AddBlanks(file, binary, precedence < Cutoff(binary, depth), edits);
                Add(file, binary.X, binary.X is BinaryExpr x && x.Op.Precedence() == precedence ? depth : depth + 1, edits);
                Add(file, binary.Y, depth + 1, edits);
                break;
            case ParenExpr paren:
                Add(file, paren.X, paren.X is ParenExpr ? depth : Math.Max(depth - 1, 1), edits);
                break;
            case UnaryExpr unary:
                Add(file, unary.X, depth, edits);
                break;
            case StarExpr star:
                Add(file, star.X, 1, edits);
                break;
            case SelectorExpr selector:
                Add(file, selector.X, depth, edits);
                break;
            case TypeAssertExpr assertion:
                Add(file, assertion.X, depth, edits);
                break;
            case IndexExpr index:
                Add(file, index.X, 1, edits);
                Add(file, index.Index, depth + 1, edits);
                break;
            case CallExpr call:
                var inner = call.Args.Length > 1 ? depth + 1 : depth;
                Add(file, call.Fun, inner, edits);
                foreach (var argument in call.Args)
                {
                    Add(file, argument, inner, edits);
                }

                break;
        }

        // Literals are formatted by themselves; so are the bounds of slices, but for rare ones.
    }

    private static void AddBlanks(SourceFile file, BinaryExpr binary, bool blanks, ImmutableArray<TextEdit>.Builder edits)
    {
        AddBlank(file, binary.X.End, binary.OpPos, blanks, edits);
        AddBlank(file, binary.OpPos + binary.Op.Text().Length, binary.Y.Pos, blanks, edits);
    }

    // What has a comment or the end of a line in it stays as it is.
    private static void AddBlank(SourceFile file, int start, int end, bool blank, ImmutableArray<TextEdit>.Builder edits)
    {
        if (start <= end && file.Text(start, end) is var now && now.AsSpan().Trim(' ').IsEmpty && now != (blank ? " " : ""))
        {
            edits.Add(new TextEdit(file, start, end, blank ? " " : ""));
        }
    }

    private static int Cutoff(BinaryExpr binary, int depth)
    {
        var (has4, has5, most) = Walk(binary);
        return most > 0 ? most + 1
            : has4 && has5 ? (depth == 1 ? 5 : 4)
            : depth == 1 ? 6
            : 4;
    }

    private static (bool Has4, bool Has5, int Most) Walk(BinaryExpr binary)
    {
        var precedence = binary.Op.Precedence();
        var (has4, has5, most) = (precedence == 4, precedence == 5, 0);
        if (binary.X is BinaryExpr left && left.Op.Precedence() >= precedence)
        {
            Join(Walk(left));
        }

        switch (binary.Y)
        {
            case BinaryExpr right when right.Op.Precedence() > precedence:
                Join(Walk(right));
                break;
            case StarExpr when binary.Op == TokenKind.Quo:
                most = 5;
                break;
            case UnaryExpr unary:
                most = (binary.Op.Text() + unary.Op.Text()) switch
                {
                    "/*" or "&&" or "&^" => 5,
                    "++" or "--" => Math.Max(most, 4),
                    _ => most,
                };
                break;
        }

        return (has4, has5, most);

        void Join((bool Has4, bool Has5, int Most) other) =>
            (has4, has5, most) = (has4 || other.Has4, has5 || other.Has5, Math.Max(most, other.Most));
    }
}
