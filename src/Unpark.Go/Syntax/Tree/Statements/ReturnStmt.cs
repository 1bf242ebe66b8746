using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>A return statement.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class ReturnStmt : Stmt
{
    internal ReturnStmt(int @return, ImmutableArray<Expr> results)
    {
        Return = @return;
        Results = results;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.ReturnStmt;

    /// <summary>Offset of <c>return</c>.</summary>
    public int Return { get; }

    /// <summary>The results; empty for a bare return.</summary>
    public ImmutableArray<Expr> Results { get; }

    /// <inheritdoc/>
    public override int Pos => Return;

    /// <inheritdoc/>
    public override int End => Last is not null ? base.End : Return + 6;

    private protected override Node? Last => Results.IsEmpty ? null : Results[^1];

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitReturnStmt(this);
}
