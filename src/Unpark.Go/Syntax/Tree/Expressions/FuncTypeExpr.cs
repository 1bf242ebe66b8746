namespace Unpark.Go.Syntax;

/// <summary>A function type, or the signature of a function or interface method.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class FuncTypeExpr : Expr
{
    internal FuncTypeExpr(int id, int func, FieldList? typeParams, FieldList @params, FieldList? results) : base(id)
    {
        Func = func;
        TypeParams = typeParams;
        Params = @params;
        Results = results;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.FuncTypeExpr;

    /// <summary>Offset of <c>func</c>, or <see cref="Node.NoPos"/> in an interface method.</summary>
    public int Func { get; }

    /// <summary>The type parameters, or null.</summary>
    public FieldList? TypeParams { get; }

    /// <summary>The parameters.</summary>
    public FieldList Params { get; }

    /// <summary>The results, or null.</summary>
    public FieldList? Results { get; }

    /// <inheritdoc/>
    public override int Pos => Func != NoPos ? Func : base.Pos;

    private protected override Node? First => Func != NoPos ? null : Params;

    private protected override Node? Last => Results ?? Params;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitFuncTypeExpr(this);
}
