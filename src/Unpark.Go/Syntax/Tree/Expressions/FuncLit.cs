namespace Unpark.Go.Syntax;

/// <summary>A function literal.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class FuncLit : Expr
{
    internal FuncLit(int id, FuncTypeExpr type, BlockStmt body) : base(id)
    {
        Type = type;
        Body = body;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.FuncLit;

    /// <summary>Its signature.</summary>
    public FuncTypeExpr Type { get; }

    /// <summary>Its body.</summary>
    public BlockStmt Body { get; }

    private protected override Node? First => Type;

    private protected override Node? Last => Body;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitFuncLit(this);
}
