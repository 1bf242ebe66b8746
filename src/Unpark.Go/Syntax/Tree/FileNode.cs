using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>A source file: package clause and declarations.</summary>
public sealed class FileNode : Node
{
    internal FileNode(CommentGroup? doc, int package, Ident name, ImmutableArray<Decl> decls,
        ImmutableArray<ImportSpec> imports, ImmutableArray<CommentGroup> comments, string goVersion)
    {
        Doc = doc;
        Package = package;
        Name = name;
        Decls = decls;
        Imports = imports;
        Comments = comments;
        GoVersion = goVersion;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.FileNode;

    /// <summary>The package comment of this file, or null.</summary>
    public CommentGroup? Doc { get; }

    /// <summary>The offset of <c>package</c>, or <see cref="Node.NoPos"/> if the file does not start with a package clause.</summary>
    public int Package { get; }

    /// <summary>The package name.</summary>
    public Ident Name { get; }

    /// <summary>The declarations in source order.</summary>
    public ImmutableArray<Decl> Decls { get; }

    /// <summary>The imports in source order.</summary>
    public ImmutableArray<ImportSpec> Imports { get; }

    /// <summary>All comments in source order, grouped as go/parser groups them.</summary>
    public ImmutableArray<CommentGroup> Comments { get; }

    /// <summary>
    /// The least Go version, such as <c>go1.21</c>, that the <c>//go:build</c> line above the package clause implies;
    /// empty if there is none.
    /// </summary>
    public string GoVersion { get; }

    /// <inheritdoc/>
    public override int Pos => Package;

    private protected override Node? Last => Decls.IsEmpty ? Name : (Node)Decls[^1];

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitFileNode(this);
}
