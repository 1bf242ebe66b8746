namespace Unpark.Go.Syntax;

/// <summary>A placeholder for source that is not a correct expression; a syntax diagnostic says why.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class BadExpr : Expr
{
    internal BadExpr(int id, int from, int to) : base(id)
    {
        From = from;
        To = to;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.BadExpr;

    /// <summary>Offset where the bad source begins.</summary>
    public int From { get; }

    /// <summary>Offset behind the bad source.</summary>
    public int To { get; }

    /// <inheritdoc/>
    public override int Pos => From;

    /// <inheritdoc/>
    public override int End => To;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitBadExpr(this);
}
