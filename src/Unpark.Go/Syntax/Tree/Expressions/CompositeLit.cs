using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>A composite literal.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class CompositeLit : Expr
{
    internal CompositeLit(int id, Expr? type, int lbrace, ImmutableArray<Expr> elts, int rbrace) : base(id)
    {
        Type = type;
        Lbrace = lbrace;
        Elts = elts;
        Rbrace = rbrace;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.CompositeLit;

    /// <summary>The literal's type; null where it is elided.</summary>
    public Expr? Type { get; }

    /// <summary>Offset of <c>{</c>.</summary>
    public int Lbrace { get; }

    /// <summary>The elements, <see cref="KeyValueExpr"/> where they have keys.</summary>
    public ImmutableArray<Expr> Elts { get; }

    /// <summary>Offset of <c>}</c>.</summary>
    public int Rbrace { get; }

    /// <inheritdoc/>
    public override int Pos => Type is null ? Lbrace : base.Pos;

    private protected override Node? First => Type;

    /// <inheritdoc/>
    public override int End => Rbrace + 1;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitCompositeLit(this);
}
