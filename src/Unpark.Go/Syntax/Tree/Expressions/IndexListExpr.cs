using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>An instantiation with several type arguments.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class IndexListExpr : Expr
{
    internal IndexListExpr(int id, Expr x, int lbrack, ImmutableArray<Expr> indices, int rbrack) : base(id)
    {
        X = x;
        Lbrack = lbrack;
        Indices = indices;
        Rbrack = rbrack;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.IndexListExpr;

    /// <summary>The generic type or function.</summary>
    public Expr X { get; }

    /// <summary>Offset of <c>[</c>.</summary>
    public int Lbrack { get; }

    /// <summary>The type arguments, two or more.</summary>
    public ImmutableArray<Expr> Indices { get; }

    /// <summary>Offset of <c>]</c>.</summary>
    public int Rbrack { get; }

    private protected override Node? First => X;

    /// <inheritdoc/>
    public override int End => Rbrack + 1;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitIndexListExpr(this);
}
