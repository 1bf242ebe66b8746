using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Suppressions;

/// <summary>
/// Finds the suppressions of a file. Where they hold follows golangci-lint (pkg/result/processors/nolint_filter.go),
/// staticcheck (analysis/lint and its command's line ignores) and gosec (analyzer.go).
/// </summary>
public static class SuppressionReader
{
    private const string Ignore = "lint:ignore";
    private const string FileIgnore = "lint:file-ignore";
    private const string NoSecurity = "#nosec";

    /// <summary>
    /// The suppressions of a file in source order. O(comments), and O(nodes · log lines) in files that have one on a
    /// line of its own.
    /// </summary>
    public static ImmutableArray<Suppression> Read(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var file = tree.File;
        if (file.Content.IndexOf("nolint"u8) < 0 && file.Content.IndexOf("lint:"u8) < 0 && file.Content.IndexOf("#nosec"u8) < 0)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<Suppression>();
        foreach (var group in tree.Root.Comments)
        {
            foreach (var comment in group.List)
            {
                if (Parse(file, comment) is { } parsed)
                {
                    found.Add(WithLines(tree, group, parsed));
                }
            }
        }

        return found.DrainToImmutable();
    }

    private static Suppression WithLines(SyntaxTree tree, CommentGroup group, Suppression suppression)
    {
        var file = tree.File;
        var (first, column) = file.PositionOf(group.Pos);
        var last = file.PositionOf(group.End).Line;
        var package = tree.Root.Package;
        var packageLine = package >= 0 ? file.PositionOf(package).Line : 0;
        var isAlone = SourceEdits.IsFirstOnLine(file, group.Pos);
        if (suppression.Directive == "//" + FileIgnore)
        {
            return suppression with { FirstLine = 1, LastLine = file.LineCount };
        }

        var isNolint = suppression.Directive == "//nolint";
        if (isNolint && (first == packageLine || (isAlone && last + 1 == packageLine)))
        {
            return suppression with { FirstLine = 1, LastLine = file.LineCount };
        }

        if (isAlone)
        {
            last++;
            if (isNolint)
            {
                var below = new BelowComment(file, last, column);
                below.Visit(tree.Root);
                last = Math.Max(last, below.LastLine);
            }
        }

        return suppression with { FirstLine = first, LastLine = last };
    }

    private static Suppression? Parse(SourceFile file, Comment comment)
    {
        var text = comment.Text;
        if (text.AsSpan(2).TrimStart().StartsWith(NoSecurity, StringComparison.Ordinal))
        {
            return ParseNoSecurity(file, comment);
        }

        if (!text.StartsWith("//", StringComparison.Ordinal))
        {
            return null;
        }

        if (text.StartsWith("//lint:", StringComparison.Ordinal))
        {
            var words = text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return words.Length > 1 && words[0] is "//" + Ignore or "//" + FileIgnore
                ? Make(file, comment, words[0], words[1], words.Length > 2 ? words[2] : "")
                : null;
        }

        var body = text.TrimStart('/', ' ', '\t');
        if (!body.StartsWith("nolint", StringComparison.Ordinal))
        {
            return null;
        }

        body = body["nolint".Length..];
        var slashes = body.IndexOf("//", StringComparison.Ordinal);
        var reason = slashes < 0 ? "" : body[(slashes + 2)..].Trim();
        return body.Length == 0 || char.IsWhiteSpace(body[0]) ? Make(file, comment, "//nolint", null, reason)
            : body[0] == ':' ? Make(file, comment, "//nolint", slashes < 0 ? body[1..] : body[1..slashes], reason)
            : null;
    }

    // #nosec G112 G114 -- reason; without rules it is for all that gosec has.
    private static Suppression? ParseNoSecurity(SourceFile file, Comment comment)
    {
        var text = comment.Text[2..].TrimStart()[NoSecurity.Length..];
        if (comment.Text.StartsWith("/*", StringComparison.Ordinal) && text.EndsWith("*/", StringComparison.Ordinal))
        {
            text = text[..^2];
        }

        if (text.Length > 0 && !char.IsWhiteSpace(text[0]) && text[0] != ':')
        {
            return null;
        }

        var dashes = text.IndexOf("--", StringComparison.Ordinal);
        var reason = dashes < 0 ? "" : text[(dashes + 2)..].Trim();
        var rules = (dashes < 0 ? text : text[..dashes]).Split([' ', '\t', ',', ':'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w[0] is 'G' && w.Length > 1 && char.IsAsciiDigit(w[1])).ToList();
        return Make(file, comment, NoSecurity, rules.Count == 0 ? "gosec" : string.Join(',', rules), reason);
    }

    private static Suppression? Make(SourceFile file, Comment comment, string directive, string? list, string reason)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var item in list?.Split(',') ?? [])
        {
            // A word behind a name is a reason whose slashes were forgotten.
            var words = item.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                names.Add(words[0].ToLowerInvariant());
            }
        }

        // An empty list is not the same as none.
        return list is not null && names.Count == 0
            ? null
            : new Suppression(file, new SourceSpan(file, comment.Pos, comment.End), directive, names.DrainToImmutable(),
                reason, 0, 0);
    }

    /// <summary>Finds the last line of what begins below a comment, at its column.</summary>
    private sealed class BelowComment(SourceFile file, int line, int column) : SyntaxVisitor
    {
        public int LastLine { get; private set; }

        protected override void VisitNode(Node node)
        {
            var pos = node.Pos;
            if (pos >= 0 && pos <= file.Length && node is not FileNode)
            {
                var start = file.PositionOf(pos);
                if (start.Line == line && start.Column == column)
                {
                    LastLine = Math.Max(LastLine, file.PositionOf(Math.Clamp(node.End, pos, file.Length)).Line);
                    return;
                }

                // Nothing in a node can begin before it, or behind its end.
                if (start.Line > line || line > file.LineCount || (node is Decl or Stmt && node.End < file.LineStart(line)))
                {
                    return;
                }
            }

            base.VisitNode(node);
        }
    }
}
