namespace Unpark.Go.Syntax;

/// <summary>An interface type.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class InterfaceTypeExpr : Expr
{
    internal InterfaceTypeExpr(int id, int @interface, FieldList methods) : base(id)
    {
        Interface = @interface;
        Methods = methods;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.InterfaceTypeExpr;

    /// <summary>Offset of <c>interface</c>.</summary>
    public int Interface { get; }

    /// <summary>Methods, embedded interfaces and unions.</summary>
    public FieldList Methods { get; }

    /// <inheritdoc/>
    public override int Pos => Interface;

    private protected override Node? Last => Methods;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitInterfaceTypeExpr(this);
}
