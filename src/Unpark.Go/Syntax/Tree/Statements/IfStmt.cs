namespace Unpark.Go.Syntax;

/// <summary>An if statement.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class IfStmt : Stmt
{
    internal IfStmt(int @if, Stmt? init, Expr cond, BlockStmt body, Stmt? @else)
    {
        If = @if;
        Init = init;
        Cond = cond;
        Body = body;
        Else = @else;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.IfStmt;

    /// <summary>Offset of <c>if</c>.</summary>
    public int If { get; }

    /// <summary>The initialisation, or null.</summary>
    public Stmt? Init { get; }

    /// <summary>The condition.</summary>
    public Expr Cond { get; }

    /// <summary>The branch taken.</summary>
    public BlockStmt Body { get; }

    /// <summary>A <see cref="BlockStmt"/> or <see cref="IfStmt"/>, or null.</summary>
    public Stmt? Else { get; }

    /// <inheritdoc/>
    public override int Pos => If;

    private protected override Node? Last => Else ?? Body;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitIfStmt(this);
}
