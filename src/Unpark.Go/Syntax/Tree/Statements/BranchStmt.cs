namespace Unpark.Go.Syntax;

/// <summary>A break, continue, goto or fallthrough.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class BranchStmt : Stmt
{
    internal BranchStmt(int tokPos, TokenKind tok, Ident? label)
    {
        TokPos = tokPos;
        Tok = tok;
        Label = label;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.BranchStmt;

    /// <summary>Offset of the keyword.</summary>
    public int TokPos { get; }

    /// <summary>Break, Continue, Goto or Fallthrough.</summary>
    public TokenKind Tok { get; }

    /// <summary>The label, or null.</summary>
    public Ident? Label { get; }

    /// <inheritdoc/>
    public override int Pos => TokPos;

    /// <inheritdoc/>
    public override int End => Last is not null ? base.End : TokPos + Tok.Text().Length;

    private protected override Node? Last => Label;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitBranchStmt(this);
}
