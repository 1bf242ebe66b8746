namespace Unpark.Go.Syntax;

/// <summary>One import.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class ImportSpec : Spec
{
    internal ImportSpec(CommentGroup? doc, Ident? name, BasicLit path, CommentGroup? comment)
    {
        Doc = doc;
        Name = name;
        Path = path;
        Comment = comment;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.ImportSpec;

    /// <summary>The comment above, or null.</summary>
    public CommentGroup? Doc { get; }

    /// <summary>The local name (<c>.</c> and <c>_</c> included), or null.</summary>
    public Ident? Name { get; }

    /// <summary>The import path, quoted.</summary>
    public BasicLit Path { get; }

    /// <summary>The comment behind, or null.</summary>
    public CommentGroup? Comment { get; }

    private protected override Node? First => Name is null ? Path : (Node)Name;

    private protected override Node? Last => Path;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitImportSpec(this);
}
