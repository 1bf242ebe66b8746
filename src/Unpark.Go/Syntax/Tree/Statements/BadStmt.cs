namespace Unpark.Go.Syntax;

/// <summary>A placeholder for source that is not a correct statement; a syntax diagnostic says why.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class BadStmt : Stmt
{
    internal BadStmt(int from, int to)
    {
        From = from;
        To = to;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.BadStmt;

    /// <summary>Offset where the bad source begins.</summary>
    public int From { get; }

    /// <summary>Offset behind the bad source.</summary>
    public int To { get; }

    /// <inheritdoc/>
    public override int Pos => From;

    /// <inheritdoc/>
    public override int End => To;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitBadStmt(this);
}
