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

    /// <summary>Gives up the bodies of function declarations, when nothing will ask for them again.</summary>
    internal void DropBodies()
    {
        foreach (var decl in Root.Decls)
        {
            (decl as FuncDecl)?.DropBody();
        }
    }

    /// <summary>Parses a file. Never throws for what the file holds. O(length).</summary>
    public static SyntaxTree Parse(SourceFile file, ParseOptions? options = null)
        => Parser.Parse(file, options ?? ParseOptions.Default);

    /// <summary>
    /// The place of an offset with <c>//line</c> directives applied, as Go's tools report it. O(log lines).
    /// </summary>
    public FilePosition PositionOf(int offset)
    {
        var (line, column) = File.PositionOf(offset);
        var found = LastAtOrBefore(offset, LineDirectives.Length, i => LineDirectives[i].Offset);
        if (found < 0)
        {
            return new FilePosition(File.Path, line, column);
        }

        var directive = LineDirectives[found];
        var distance = line - File.PositionOf(directive.Offset).Line;
        if (directive.Column == 0)
        {
            column = 0;
        }
        else if (distance == 0)
        {
            column = directive.Column + (offset - directive.Offset);
        }

        return new FilePosition(directive.FileName, directive.Line + distance, column);
    }

    /// <summary>
    /// The index in <see cref="FileNode.Comments"/> of the last group that starts at or before an offset, or -1.
    /// From there one can walk to the comments near a line. O(log comments).
    /// </summary>
    public int CommentGroupAt(int offset)
        => LastAtOrBefore(offset, Root.Comments.Length, i => Root.Comments[i].Pos);

    /// <summary>The comment that starts on a line, behind code or alone, or null; the last one if there are several.</summary>
    /// <param name="line">The line, counted from 1, <c>//line</c> directives not applied.</param>
    public Comment? CommentOnLine(int line)
    {
        if (line < 1 || line > File.LineCount)
        {
            return null;
        }

        var end = line < File.LineCount ? File.LineStart(line + 1) - 1 : File.Length;
        var group = CommentGroupAt(end);
        if (group < 0)
        {
            return null;
        }

        var list = Root.Comments[group].List;
        var found = LastAtOrBefore(end, list.Length, i => list[i].Pos);
        return list[found].Pos >= File.LineStart(line) ? list[found] : null;
    }

    private static int LastAtOrBefore(int offset, int count, Func<int, int> offsetOf)
    {
        var low = 0;
        var high = count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (offsetOf(middle) <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
