using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>
/// What parsing a file gives: a tree, whatever the bytes were, and the syntax errors.
/// Immutable and safe to use from many threads.
/// </summary>
public sealed class SyntaxTree
{
    internal SyntaxTree(SourceFile file, FileNode root, int exprCount, ImmutableArray<SyntaxDiagnostic> diagnostics,
        ImmutableArray<LineDirective> lineDirectives, ImmutableArray<Directive> directives)
    {
        File = file;
        Root = root;
        ExprCount = exprCount;
        Diagnostics = diagnostics;
        LineDirectives = lineDirectives;
        Directives = directives;
    }

    /// <summary>The file the tree is of.</summary>
    public SourceFile File { get; }

    /// <summary>The root of the tree.</summary>
    public FileNode Root { get; }

    /// <summary>How many expressions the tree has: the <see cref="Expr.Id"/>s are below it.</summary>
    public int ExprCount { get; }

    /// <summary>The syntax errors, in source order; empty for a file that go/parser accepts.</summary>
    public ImmutableArray<SyntaxDiagnostic> Diagnostics { get; }

    /// <summary>The <c>//line</c> and <c>/*line*/</c> directives, in source order.</summary>
    public ImmutableArray<LineDirective> LineDirectives { get; }

    /// <summary>
    /// The directives, such as <c>//go:embed</c>, in source order; those in bodies that were skipped are left out.
    /// </summary>
    public ImmutableArray<Directive> Directives { get; }

    /// <summary>Parses a file. Never throws for what the file holds. O(length).</summary>
    public static SyntaxTree Parse(SourceFile file, ParseOptions? options = null)
        => Parser.Parse(file, options ?? ParseOptions.Default);
}
