namespace Unpark.Go.Syntax;

/// <summary>A type assertion <c>X.(Type)</c>, or the <c>X.(type)</c> of a type switch.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class TypeAssertExpr : Expr
{
    internal TypeAssertExpr(int id, Expr x, int lparen, Expr? type, int rparen) : base(id)
    {
        X = x;
        Lparen = lparen;
        Type = type;
        Rparen = rparen;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.TypeAssertExpr;

    /// <summary>The interface value.</summary>
    public Expr X { get; }

    /// <summary>Offset of <c>(</c>.</summary>
    public int Lparen { get; }

    /// <summary>The asserted type; null in <c>X.(type)</c>.</summary>
    public Expr? Type { get; }

    /// <summary>Offset of <c>)</c>.</summary>
    public int Rparen { get; }

    private protected override Node? First => X;

    /// <inheritdoc/>
    public override int End => Rparen + 1;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitTypeAssertExpr(this);
}
