namespace Unpark.Go.Syntax;

/// <summary><c>...T</c> in a parameter list, or <c>...</c> as the length of an array literal's type.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class Ellipsis : Expr
{
    internal Ellipsis(int id, int ellipsisPos, Expr? elt) : base(id)
    {
        EllipsisPos = ellipsisPos;
        Elt = elt;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.Ellipsis;

    /// <summary>Offset of <c>...</c>.</summary>
    public int EllipsisPos { get; }

    /// <summary>The element type; null in <c>[...]T</c>.</summary>
    public Expr? Elt { get; }

    /// <inheritdoc/>
    public override int Pos => EllipsisPos;

    /// <inheritdoc/>
    public override int End => Last is not null ? base.End : EllipsisPos + 3;

    private protected override Node? Last => Elt;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitEllipsis(this);
}
