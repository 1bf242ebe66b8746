using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>An import, const, type or var declaration.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class GenDecl : Decl
{
    internal GenDecl(CommentGroup? doc, int tokPos, TokenKind tok, int lparen, ImmutableArray<Spec> specs, int rparen)
    {
        Doc = doc;
        TokPos = tokPos;
        Tok = tok;
        Lparen = lparen;
        Specs = specs;
        Rparen = rparen;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.GenDecl;

    /// <summary>The comment above, or null.</summary>
    public CommentGroup? Doc { get; }

    /// <summary>Offset of the keyword.</summary>
    public int TokPos { get; }

    /// <summary>Import, Const, Type or Var.</summary>
    public TokenKind Tok { get; }

    /// <summary>Offset of <c>(</c>, or <see cref="Node.NoPos"/>.</summary>
    public int Lparen { get; }

    /// <summary>The specs.</summary>
    public ImmutableArray<Spec> Specs { get; }

    /// <summary>Offset of <c>)</c>, or <see cref="Node.NoPos"/>.</summary>
    public int Rparen { get; }

    /// <inheritdoc/>
    public override int Pos => TokPos;

    /// <inheritdoc/>
    public override int End => Last is not null ? base.End : Rparen + 1;

    private protected override Node? Last => Rparen != NoPos ? null : Specs[0];

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitGenDecl(this);
}
