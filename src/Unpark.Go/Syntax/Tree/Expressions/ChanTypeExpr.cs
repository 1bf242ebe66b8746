namespace Unpark.Go.Syntax;

/// <summary>A channel type.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class ChanTypeExpr : Expr
{
    internal ChanTypeExpr(int id, int begin, int arrow, ChanDir dir, Expr value) : base(id)
    {
        Begin = begin;
        Arrow = arrow;
        Dir = dir;
        Value = value;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.ChanTypeExpr;

    /// <summary>Offset of <c>chan</c> or <c>&lt;-</c>, whichever comes first.</summary>
    public int Begin { get; private set; }

    /// <summary>Offset of <c>&lt;-</c>, or <see cref="Node.NoPos"/>.</summary>
    public int Arrow { get; private set; }

    /// <summary>The direction.</summary>
    public ChanDir Dir { get; private set; }

    /// <summary>The element type.</summary>
    public Expr Value { get; }

    /// <inheritdoc/>
    public override int Pos => Begin;

    private protected override Node? Last => Value;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitChanTypeExpr(this);

    /// <summary>
    /// Makes a receive-only channel of the type: only while it is parsed, where an arrow before turns out to be its.
    /// </summary>
    internal void ReceiveFrom(int arrow)
    {
        Begin = arrow;
        Arrow = arrow;
        Dir = ChanDir.Recv;
    }
}
