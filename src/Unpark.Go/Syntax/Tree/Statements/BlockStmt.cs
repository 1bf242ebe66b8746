using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>A braced statement list.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class BlockStmt : Stmt
{
    internal BlockStmt(int lbrace, ImmutableArray<Stmt> list, int rbrace)
    {
        Lbrace = lbrace;
        List = list;
        Rbrace = rbrace;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.BlockStmt;

    /// <summary>Offset of <c>{</c>.</summary>
    public int Lbrace { get; }

    /// <summary>The statements.</summary>
    public ImmutableArray<Stmt> List { get; }

    /// <summary>Offset of <c>}</c>, or <see cref="Node.NoPos"/> if it is missing.</summary>
    public int Rbrace { get; }

    /// <inheritdoc/>
    public override int Pos => Lbrace;

    /// <inheritdoc/>
    public override int End => Last is not null ? base.End : Rbrace != NoPos ? Rbrace + 1 : Lbrace + 1;

    private protected override Node? Last => Rbrace != NoPos || List.IsEmpty ? null : List[^1];

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitBlockStmt(this);
}
