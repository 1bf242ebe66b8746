using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>A call or conversion.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class CallExpr : Expr
{
    internal CallExpr(int id, Expr fun, int lparen, ImmutableArray<Expr> args, int ellipsisPos, int rparen) : base(id)
    {
        Fun = fun;
        Lparen = lparen;
        Args = args;
        EllipsisPos = ellipsisPos;
        Rparen = rparen;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.CallExpr;

    /// <summary>The function or type.</summary>
    public Expr Fun { get; }

    /// <summary>Offset of <c>(</c>.</summary>
    public int Lparen { get; }

    /// <summary>The arguments.</summary>
    public ImmutableArray<Expr> Args { get; }

    /// <summary>Offset of <c>...</c> behind the last argument, or <see cref="Node.NoPos"/>.</summary>
    public int EllipsisPos { get; }

    /// <summary>Offset of <c>)</c>.</summary>
    public int Rparen { get; }

    private protected override Node? First => Fun;

    /// <inheritdoc/>
    public override int End => Rparen + 1;

    /// <summary>True if the last argument is followed by <c>...</c>.</summary>
    public bool HasEllipsis => EllipsisPos != NoPos;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitCallExpr(this);
}
