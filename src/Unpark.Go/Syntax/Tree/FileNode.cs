using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>A source file: package clause and declarations.</summary>
public sealed class FileNode : Node
{
    internal FileNode(CommentGroup? doc, int package, Ident name, ImmutableArray<Decl> decls,
        ImmutableArray<ImportSpec> imports, ImmutableArray<CommentGroup> comments)
    {
        Doc = doc;
        Package = package;
        Name = name;
        Decls = decls;
        Imports = imports;
        Comments = comments;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.FileNode;

    /// <summary>The package comment of this file, or null.</summary>
    public CommentGroup? Doc { get; }

    /// <summary>The offset of <c>package</c>.</summary>
    public int Package { get; }

    /// <summary>The package name.</summary>
    public Ident Name { get; }

    /// <summary>The declarations in source order.</summary>
    public ImmutableArray<Decl> Decls { get; }

    /// <summary>The imports in source order.</summary>
    public ImmutableArray<ImportSpec> Imports { get; }

    /// <summary>All comments in source order, grouped as go/parser groups them.</summary>
    public ImmutableArray<CommentGroup> Comments { get; }

    /// <inheritdoc/>
    public override int Pos => Package;

    /// <inheritdoc/>
    public override int End => Decls.Length > 0 ? Decls[^1].End : Name.End;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitFileNode(this);
}
