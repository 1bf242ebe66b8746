namespace Unpark.Go.Syntax;

/// <summary>A select statement.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class SelectStmt : Stmt
{
    internal SelectStmt(int select, BlockStmt body)
    {
        Select = select;
        Body = body;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.SelectStmt;

    /// <summary>Offset of <c>select</c>.</summary>
    public int Select { get; }

    /// <summary>Holds <see cref="CommClause"/>s only.</summary>
    public BlockStmt Body { get; }

    /// <inheritdoc/>
    public override int Pos => Select;

    private protected override Node? Last => Body;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitSelectStmt(this);
}
