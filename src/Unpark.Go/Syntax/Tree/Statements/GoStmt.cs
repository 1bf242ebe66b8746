namespace Unpark.Go.Syntax;

/// <summary>A go statement.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class GoStmt : Stmt
{
    internal GoStmt(int go, CallExpr call)
    {
        Go = go;
        Call = call;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.GoStmt;

    /// <summary>Offset of <c>go</c>.</summary>
    public int Go { get; }

    /// <summary>The call.</summary>
    public CallExpr Call { get; }

    /// <inheritdoc/>
    public override int Pos => Go;

    private protected override Node? Last => Call;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitGoStmt(this);
}
