namespace Unpark.Go.Syntax;

/// <summary>A <c>key: value</c> pair of a composite literal.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class KeyValueExpr : Expr
{
    internal KeyValueExpr(int id, Expr key, int colon, Expr value) : base(id)
    {
        Key = key;
        Colon = colon;
        Value = value;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.KeyValueExpr;

    /// <summary>The key, index or field name.</summary>
    public Expr Key { get; }

    /// <summary>Offset of <c>:</c>.</summary>
    public int Colon { get; }

    /// <summary>The value.</summary>
    public Expr Value { get; }

    private protected override Node? First => Key;

    private protected override Node? Last => Value;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitKeyValueExpr(this);
}
