namespace Unpark.Go.Syntax;

/// <summary>A pointer indirection <c>*X</c> or pointer type.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class StarExpr : Expr
{
    internal StarExpr(int id, int star, Expr x) : base(id)
    {
        Star = star;
        X = x;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.StarExpr;

    /// <summary>Offset of <c>*</c>.</summary>
    public int Star { get; }

    /// <summary>The pointer value or the base type.</summary>
    public Expr X { get; }

    /// <inheritdoc/>
    public override int Pos => Star;

    private protected override Node? Last => X;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitStarExpr(this);
}
