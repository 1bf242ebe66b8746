namespace Unpark.Go.Syntax;

/// <summary>A struct type.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class StructTypeExpr : Expr
{
    internal StructTypeExpr(int id, int @struct, FieldList fields) : base(id)
    {
        Struct = @struct;
        Fields = fields;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.StructTypeExpr;

    /// <summary>Offset of <c>struct</c>.</summary>
    public int Struct { get; }

    /// <summary>The fields.</summary>
    public FieldList Fields { get; }

    /// <inheritdoc/>
    public override int Pos => Struct;

    private protected override Node? Last => Fields;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitStructTypeExpr(this);
}
