namespace Unpark.Go.Syntax;

/// <summary>One import.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class ImportSpec : Spec
{
    internal ImportSpec(CommentGroup? doc, Ident? name, BasicLit path, CommentGroup? comment, int endPos)
    {
        Doc = doc;
        Name = name;
        Path = path;
        Comment = comment;
        EndPos = endPos;
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

    /// <summary>Offset behind the spec, or <see cref="Node.NoPos"/>.</summary>
    public int EndPos { get; }

    /// <inheritdoc/>
    public override int Pos => Name?.Pos ?? Path.Pos;

    /// <inheritdoc/>
    public override int End => EndPos != NoPos ? EndPos : Path.End;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitImportSpec(this);
}
