namespace Unpark.Go.Syntax;

/// <summary>An expression in statement position: a call or a receive.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class ExprStmt : Stmt
{
    internal ExprStmt(Expr x)
    {
        X = x;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.ExprStmt;

    /// <summary>The expression.</summary>
    public Expr X { get; }

    private protected override Node? First => X;

    private protected override Node? Last => X;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitExprStmt(this);
}
