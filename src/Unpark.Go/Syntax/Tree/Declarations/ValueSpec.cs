using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>One line of a const or var declaration.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class ValueSpec : Spec
{
    internal ValueSpec(CommentGroup? doc, ImmutableArray<Ident> names, Expr? type, ImmutableArray<Expr> values, CommentGroup? comment)
    {
        Doc = doc;
        Names = names;
        Type = type;
        Values = values;
        Comment = comment;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.ValueSpec;

    /// <summary>The comment above, or null.</summary>
    public CommentGroup? Doc { get; }

    /// <summary>The names.</summary>
    public ImmutableArray<Ident> Names { get; }

    /// <summary>The type, or null.</summary>
    public Expr? Type { get; }

    /// <summary>The values.</summary>
    public ImmutableArray<Expr> Values { get; }

    /// <summary>The comment behind, or null.</summary>
    public CommentGroup? Comment { get; }

    /// <inheritdoc/>
    public override int Pos => Names[0].Pos;

    /// <inheritdoc/>
    public override int End => Values.Length > 0 ? Values[^1].End : Type?.End ?? Names[^1].End;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitValueSpec(this);
}
