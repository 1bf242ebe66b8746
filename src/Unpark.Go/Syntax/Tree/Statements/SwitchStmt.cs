namespace Unpark.Go.Syntax;

/// <summary>An expression switch.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class SwitchStmt : Stmt
{
    internal SwitchStmt(int @switch, Stmt? init, Expr? tag, BlockStmt body)
    {
        Switch = @switch;
        Init = init;
        Tag = tag;
        Body = body;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.SwitchStmt;

    /// <summary>Offset of <c>switch</c>.</summary>
    public int Switch { get; }

    /// <summary>The initialisation, or null.</summary>
    public Stmt? Init { get; }

    /// <summary>The tag, or null.</summary>
    public Expr? Tag { get; }

    /// <summary>Holds <see cref="CaseClause"/>s only.</summary>
    public BlockStmt Body { get; }

    /// <inheritdoc/>
    public override int Pos => Switch;

    private protected override Node? Last => Body;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitSwitchStmt(this);
}
