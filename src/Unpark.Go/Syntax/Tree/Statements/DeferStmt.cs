namespace Unpark.Go.Syntax;

/// <summary>A defer statement.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class DeferStmt : Stmt
{
    internal DeferStmt(int defer, CallExpr call)
    {
        Defer = defer;
        Call = call;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.DeferStmt;

    /// <summary>Offset of <c>defer</c>.</summary>
    public int Defer { get; }

    /// <summary>The call.</summary>
    public CallExpr Call { get; }

    /// <inheritdoc/>
    public override int Pos => Defer;

    private protected override Node? Last => Call;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitDeferStmt(this);
}
