namespace Unpark.Go.Syntax;

/// <summary>A send <c>Chan &lt;- Value</c>.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class SendStmt : Stmt
{
    internal SendStmt(Expr chan, int arrow, Expr value)
    {
        Chan = chan;
        Arrow = arrow;
        Value = value;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.SendStmt;

    /// <summary>The channel.</summary>
    public Expr Chan { get; }

    /// <summary>Offset of <c>&lt;-</c>.</summary>
    public int Arrow { get; }

    /// <summary>The value sent.</summary>
    public Expr Value { get; }

    private protected override Node? First => Chan;

    private protected override Node? Last => Value;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitSendStmt(this);
}
