namespace Unpark.Go.Syntax;

/// <summary>A map type.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class MapTypeExpr : Expr
{
    internal MapTypeExpr(int id, int map, Expr key, Expr value) : base(id)
    {
        Map = map;
        Key = key;
        Value = value;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.MapTypeExpr;

    /// <summary>Offset of <c>map</c>.</summary>
    public int Map { get; }

    /// <summary>The key type.</summary>
    public Expr Key { get; }

    /// <summary>The element type.</summary>
    public Expr Value { get; }

    /// <inheritdoc/>
    public override int Pos => Map;

    private protected override Node? Last => Value;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitMapTypeExpr(this);
}
