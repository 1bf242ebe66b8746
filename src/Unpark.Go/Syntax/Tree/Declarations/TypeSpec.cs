namespace Unpark.Go.Syntax;

/// <summary>One type declaration or alias.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class TypeSpec : Spec
{
    internal TypeSpec(CommentGroup? doc, Ident name, FieldList? typeParams, int assign, Expr type, CommentGroup? comment)
    {
        Doc = doc;
        Name = name;
        TypeParams = typeParams;
        Assign = assign;
        Type = type;
        Comment = comment;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.TypeSpec;

    /// <summary>The comment above, or null.</summary>
    public CommentGroup? Doc { get; }

    /// <summary>The name.</summary>
    public Ident Name { get; }

    /// <summary>The type parameters, or null.</summary>
    public FieldList? TypeParams { get; }

    /// <summary>Offset of <c>=</c> in an alias declaration, or <see cref="Node.NoPos"/>.</summary>
    public int Assign { get; }

    /// <summary>The type.</summary>
    public Expr Type { get; }

    /// <summary>The comment behind, or null.</summary>
    public CommentGroup? Comment { get; }

    private protected override Node? First => Name;

    private protected override Node? Last => Type;

    /// <summary>True for an alias declaration.</summary>
    public bool IsAlias => Assign != NoPos;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitTypeSpec(this);
}
