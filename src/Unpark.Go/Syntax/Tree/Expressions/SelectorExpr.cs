namespace Unpark.Go.Syntax;

/// <summary>A selector <c>X.Sel</c>: a qualified identifier, field, method value or method expression.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class SelectorExpr : Expr
{
    internal SelectorExpr(int id, Expr x, Ident sel) : base(id)
    {
        X = x;
        Sel = sel;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.SelectorExpr;

    /// <summary>What is selected from.</summary>
    public Expr X { get; }

    /// <summary>The selected name.</summary>
    public Ident Sel { get; }

    private protected override Node? First => X;

    private protected override Node? Last => Sel;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitSelectorExpr(this);
}
