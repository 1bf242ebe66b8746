namespace Unpark.Go.Syntax;

/// <summary>An index expression, or an instantiation with one type argument.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class IndexExpr : Expr
{
    internal IndexExpr(int id, Expr x, int lbrack, Expr index, int rbrack) : base(id)
    {
        X = x;
        Lbrack = lbrack;
        Index = index;
        Rbrack = rbrack;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.IndexExpr;

    /// <summary>What is indexed.</summary>
    public Expr X { get; }

    /// <summary>Offset of <c>[</c>.</summary>
    public int Lbrack { get; }

    /// <summary>The index or type argument.</summary>
    public Expr Index { get; }

    /// <summary>Offset of <c>]</c>.</summary>
    public int Rbrack { get; }

    private protected override Node? First => X;

    /// <inheritdoc/>
    public override int End => Rbrack + 1;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitIndexExpr(this);
}
