namespace Unpark.Go.Syntax;

/// <summary>A type switch.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class TypeSwitchStmt : Stmt
{
    internal TypeSwitchStmt(int @switch, Stmt? init, Stmt assign, BlockStmt body)
    {
        Switch = @switch;
        Init = init;
        Assign = assign;
        Body = body;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.TypeSwitchStmt;

    /// <summary>Offset of <c>switch</c>.</summary>
    public int Switch { get; }

    /// <summary>The initialisation, or null.</summary>
    public Stmt? Init { get; }

    /// <summary><c>x := y.(type)</c> or <c>y.(type)</c>.</summary>
    public Stmt Assign { get; }

    /// <summary>Holds <see cref="CaseClause"/>s only.</summary>
    public BlockStmt Body { get; }

    /// <inheritdoc/>
    public override int Pos => Switch;

    private protected override Node? Last => Body;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitTypeSwitchStmt(this);
}
