namespace Unpark.Go.Syntax;

/// <summary>A parenthesised expression or type.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class ParenExpr : Expr
{
    internal ParenExpr(int id, int lparen, Expr x, int rparen) : base(id)
    {
        Lparen = lparen;
        X = x;
        Rparen = rparen;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.ParenExpr;

    /// <summary>Offset of <c>(</c>.</summary>
    public int Lparen { get; }

    /// <summary>The expression inside.</summary>
    public Expr X { get; }

    /// <summary>Offset of <c>)</c>.</summary>
    public int Rparen { get; }

    /// <inheritdoc/>
    public override int Pos => Lparen;

    /// <inheritdoc/>
    public override int End => Rparen + 1;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitParenExpr(this);
}
