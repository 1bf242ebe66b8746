namespace Unpark.Go.Syntax;

/// <summary><c>X++</c> or <c>X--</c>.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class IncDecStmt : Stmt
{
    internal IncDecStmt(Expr x, int tokPos, TokenKind tok)
    {
        X = x;
        TokPos = tokPos;
        Tok = tok;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.IncDecStmt;

    /// <summary>The operand.</summary>
    public Expr X { get; }

    /// <summary>Offset of the operator.</summary>
    public int TokPos { get; }

    /// <summary>Inc or Dec.</summary>
    public TokenKind Tok { get; }

    private protected override Node? First => X;

    /// <inheritdoc/>
    public override int End => TokPos + 2;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitIncDecStmt(this);
}
