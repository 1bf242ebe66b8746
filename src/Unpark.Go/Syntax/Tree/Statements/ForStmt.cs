namespace Unpark.Go.Syntax;

/// <summary>A for statement without a range clause.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class ForStmt : Stmt
{
    internal ForStmt(int @for, Stmt? init, Expr? cond, Stmt? post, BlockStmt body)
    {
        For = @for;
        Init = init;
        Cond = cond;
        Post = post;
        Body = body;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.ForStmt;

    /// <summary>Offset of <c>for</c>.</summary>
    public int For { get; }

    /// <summary>The initialisation, or null.</summary>
    public Stmt? Init { get; }

    /// <summary>The condition, or null.</summary>
    public Expr? Cond { get; }

    /// <summary>The post statement, or null.</summary>
    public Stmt? Post { get; }

    /// <summary>The body.</summary>
    public BlockStmt Body { get; }

    /// <inheritdoc/>
    public override int Pos => For;

    private protected override Node? Last => Body;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitForStmt(this);
}
