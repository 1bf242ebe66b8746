using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>A case of an expression or type switch.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class CaseClause : Stmt
{
    internal CaseClause(int @case, ImmutableArray<Expr> list, int colon, ImmutableArray<Stmt> body, bool isDefault)
    {
        Case = @case;
        List = list;
        Colon = colon;
        Body = body;
        IsDefault = isDefault;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.CaseClause;

    /// <summary>Offset of <c>case</c> or <c>default</c>.</summary>
    public int Case { get; }

    /// <summary>The expressions or types; empty for <c>default</c>.</summary>
    public ImmutableArray<Expr> List { get; }

    /// <summary>Offset of <c>:</c>.</summary>
    public int Colon { get; }

    /// <summary>The statements.</summary>
    public ImmutableArray<Stmt> Body { get; }

    /// <summary>True for <c>default</c>.</summary>
    public bool IsDefault { get; }

    /// <inheritdoc/>
    public override int Pos => Case;

    /// <inheritdoc/>
    public override int End => Last is not null ? base.End : Colon + 1;

    private protected override Node? Last => Body.IsEmpty ? null : Body[^1];

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitCaseClause(this);
}
