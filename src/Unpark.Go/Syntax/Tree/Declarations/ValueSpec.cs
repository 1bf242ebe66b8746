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

    private protected override Node? First => Names[0];

    private protected override Node? Last => Values.Length > 0 ? Values[^1] : Type ?? Names[^1];

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitValueSpec(this);
}
