using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>An assignment or short variable declaration.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class AssignStmt : Stmt
{
    internal AssignStmt(ImmutableArray<Expr> lhs, int tokPos, TokenKind tok, ImmutableArray<Expr> rhs)
    {
        Lhs = lhs;
        TokPos = tokPos;
        Tok = tok;
        Rhs = rhs;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.AssignStmt;

    /// <summary>The left side.</summary>
    public ImmutableArray<Expr> Lhs { get; }

    /// <summary>Offset of the assignment token.</summary>
    public int TokPos { get; }

    /// <summary>Assign, Define or an assignment operator.</summary>
    public TokenKind Tok { get; }

    /// <summary>The right side.</summary>
    public ImmutableArray<Expr> Rhs { get; }

    private protected override Node? First => Lhs[0];

    private protected override Node? Last => Rhs[^1];

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitAssignStmt(this);
}
