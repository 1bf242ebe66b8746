namespace Unpark.Go.Syntax;

/// <summary>A for statement with a range clause.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class RangeStmt : Stmt
{
    internal RangeStmt(int @for, Expr? key, Expr? value, int tokPos, TokenKind tok, int range, Expr x, BlockStmt body)
    {
        For = @for;
        Key = key;
        Value = value;
        TokPos = tokPos;
        Tok = tok;
        Range = range;
        X = x;
        Body = body;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.RangeStmt;

    /// <summary>Offset of <c>for</c>.</summary>
    public int For { get; }

    /// <summary>The first iteration variable, or null.</summary>
    public Expr? Key { get; }

    /// <summary>The second iteration variable, or null.</summary>
    public Expr? Value { get; }

    /// <summary>Offset of the assignment token, or <see cref="Node.NoPos"/> if there is no key.</summary>
    public int TokPos { get; }

    /// <summary>Assign or Define; Illegal if there is no key.</summary>
    public TokenKind Tok { get; }

    /// <summary>Offset of <c>range</c>.</summary>
    public int Range { get; }

    /// <summary>What is ranged over.</summary>
    public Expr X { get; }

    /// <summary>The body.</summary>
    public BlockStmt Body { get; }

    /// <inheritdoc/>
    public override int Pos => For;

    private protected override Node? Last => Body;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitRangeStmt(this);
}
