namespace Unpark.Go.Syntax;

/// <summary>An empty statement.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class EmptyStmt : Stmt
{
    internal EmptyStmt(int semicolon, bool @implicit)
    {
        Semicolon = semicolon;
        Implicit = @implicit;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.EmptyStmt;

    /// <summary>Offset of the <c>;</c> that follows.</summary>
    public int Semicolon { get; }

    /// <summary>True if the semicolon was inserted, not written.</summary>
    public bool Implicit { get; }

    /// <inheritdoc/>
    public override int Pos => Semicolon;

    /// <inheritdoc/>
    public override int End => Implicit ? Semicolon : Semicolon + 1;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitEmptyStmt(this);
}
