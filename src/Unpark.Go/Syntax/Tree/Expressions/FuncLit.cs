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

    /// <inheritdoc/>
    public override int Pos => Type.Pos;

    /// <inheritdoc/>
    public override int End => Body.End;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitFuncLit(this);
}
