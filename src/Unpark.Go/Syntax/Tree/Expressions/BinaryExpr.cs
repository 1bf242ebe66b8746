namespace Unpark.Go.Syntax;

/// <summary>A binary expression, or a union of a constraint (<see cref="TokenKind.Or"/>).</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class BinaryExpr : Expr
{
    internal BinaryExpr(int id, Expr x, int opPos, TokenKind op, Expr y) : base(id)
    {
        X = x;
        OpPos = opPos;
        Op = op;
        Y = y;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.BinaryExpr;

    /// <summary>The left operand.</summary>
    public Expr X { get; }

    /// <summary>Offset of the operator.</summary>
    public int OpPos { get; }

    /// <summary>The operator.</summary>
    public TokenKind Op { get; }

    /// <summary>The right operand.</summary>
    public Expr Y { get; }

    private protected override Node? First => X;

    private protected override Node? Last => Y;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitBinaryExpr(this);
}
