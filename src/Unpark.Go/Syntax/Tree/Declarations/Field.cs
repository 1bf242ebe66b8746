using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>One line of a struct, interface, parameter, result or type-parameter list: names with one type.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class Field : Node
{
    internal Field(CommentGroup? doc, ImmutableArray<Ident> names, Expr? type, BasicLit? tag, CommentGroup? comment)
    {
        Doc = doc;
        Names = names;
        Type = type;
        Tag = tag;
        Comment = comment;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.Field;

    /// <summary>The comment above, or null.</summary>
    public CommentGroup? Doc { get; }

    /// <summary>The names; empty for an embedded field or an unnamed parameter.</summary>
    public ImmutableArray<Ident> Names { get; }

    /// <summary>The type; null only after a syntax error.</summary>
    public Expr? Type { get; }

    /// <summary>The tag of a struct field, or null.</summary>
    public BasicLit? Tag { get; }

    /// <summary>The comment behind, or null.</summary>
    public CommentGroup? Comment { get; }

    /// <inheritdoc/>
    public override int Pos => First is null ? NoPos : base.Pos;

    private protected override Node? First => Names.Length > 0 ? Names[0] : Type;

    /// <inheritdoc/>
    public override int End => Last is not null ? base.End : NoPos;

    private protected override Node? Last => (Node?)Tag ?? Type ?? (Names.Length > 0 ? Names[^1] : null);

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitField(this);
}
