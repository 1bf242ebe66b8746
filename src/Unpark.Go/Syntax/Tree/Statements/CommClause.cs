using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>A case of a select statement.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class CommClause : Stmt
{
    internal CommClause(int @case, Stmt? comm, int colon, ImmutableArray<Stmt> body)
    {
        Case = @case;
        Comm = comm;
        Colon = colon;
        Body = body;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.CommClause;

    /// <summary>Offset of <c>case</c> or <c>default</c>.</summary>
    public int Case { get; }

    /// <summary>A <see cref="SendStmt"/>, <see cref="ExprStmt"/> or <see cref="AssignStmt"/>; null for <c>default</c>.</summary>
    public Stmt? Comm { get; }

    /// <summary>Offset of <c>:</c>.</summary>
    public int Colon { get; }

    /// <summary>The statements.</summary>
    public ImmutableArray<Stmt> Body { get; }

    /// <inheritdoc/>
    public override int Pos => Case;

    /// <inheritdoc/>
    public override int End => Last is not null ? base.End : Colon + 1;

    private protected override Node? Last => Body.IsEmpty ? null : Body[^1];

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitCommClause(this);
}
