namespace Unpark.Go.Syntax;

/// <summary>An array or slice type.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class ArrayTypeExpr : Expr
{
    internal ArrayTypeExpr(int id, int lbrack, Expr? len, Expr elt) : base(id)
    {
        Lbrack = lbrack;
        Len = len;
        Elt = elt;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.ArrayTypeExpr;

    /// <summary>Offset of <c>[</c>.</summary>
    public int Lbrack { get; }

    /// <summary>The length; <see cref="Ellipsis"/> for <c>[...]T</c>, null for a slice type.</summary>
    public Expr? Len { get; }

    /// <summary>The element type.</summary>
    public Expr Elt { get; }

    /// <inheritdoc/>
    public override int Pos => Lbrack;

    private protected override Node? Last => Elt;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitArrayTypeExpr(this);
}
