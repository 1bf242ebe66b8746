namespace Unpark.Go.Syntax;

/// <summary>A unary expression; <c>*X</c> is a <see cref="StarExpr"/>. A receive is one with <see cref="TokenKind.Arrow"/>; <c>~T</c> in a constraint one with <see cref="TokenKind.Tilde"/>.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class UnaryExpr : Expr
{
    internal UnaryExpr(int id, int opPos, TokenKind op, Expr x) : base(id)
    {
        OpPos = opPos;
        Op = op;
        X = x;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.UnaryExpr;

    /// <summary>Offset of the operator.</summary>
    public int OpPos { get; }

    /// <summary>The operator.</summary>
    public TokenKind Op { get; }

    /// <summary>The operand.</summary>
    public Expr X { get; }

    /// <inheritdoc/>
    public override int Pos => OpPos;

    private protected override Node? Last => X;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitUnaryExpr(this);
}
