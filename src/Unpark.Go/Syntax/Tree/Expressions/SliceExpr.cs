namespace Unpark.Go.Syntax;

/// <summary>A slice expression <c>X[Low:High]</c> or <c>X[Low:High:Max]</c>.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class SliceExpr : Expr
{
    internal SliceExpr(int id, Expr x, int lbrack, Expr? low, Expr? high, Expr? max, bool slice3, int rbrack) : base(id)
    {
        X = x;
        Lbrack = lbrack;
        Low = low;
        High = high;
        Max = max;
        Slice3 = slice3;
        Rbrack = rbrack;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.SliceExpr;

    /// <summary>What is sliced.</summary>
    public Expr X { get; }

    /// <summary>Offset of <c>[</c>.</summary>
    public int Lbrack { get; }

    /// <summary>The lower bound, or null.</summary>
    public Expr? Low { get; }

    /// <summary>The upper bound, or null.</summary>
    public Expr? High { get; }

    /// <summary>The capacity bound, or null.</summary>
    public Expr? Max { get; }

    /// <summary>True for the three-index form.</summary>
    public bool Slice3 { get; }

    /// <summary>Offset of <c>]</c>.</summary>
    public int Rbrack { get; }

    private protected override Node? First => X;

    /// <inheritdoc/>
    public override int End => Rbrack + 1;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitSliceExpr(this);
}
