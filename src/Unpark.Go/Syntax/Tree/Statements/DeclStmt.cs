namespace Unpark.Go.Syntax;

/// <summary>A declaration in a statement list.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class DeclStmt : Stmt
{
    internal DeclStmt(Decl decl)
    {
        Decl = decl;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.DeclStmt;

    /// <summary>The declaration: a <see cref="GenDecl"/> of const, type or var.</summary>
    public Decl Decl { get; }

    private protected override Node? First => Decl;

    private protected override Node? Last => Decl;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitDeclStmt(this);
}
