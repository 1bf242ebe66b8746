using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Fixes;

/// <summary>Edits of composite literals that leave them formatted as gofmt does.</summary>
internal static class CompositeEdits
{
    /// <summary>Adds a field at the end of a literal with keys; values in a column stay in one.</summary>
    public static ImmutableArray<TextEdit> AddField(SourceFile file, CompositeLit literal, string key, string value) =>
        AddFields(file, literal, [(key, value)]);

    /// <summary>Adds fields at the end of a literal with keys; values in a column stay in one.</summary>
    public static ImmutableArray<TextEdit> AddFields(SourceFile file, CompositeLit literal,
        ImmutableArray<(string Key, string Value)> fields)
    {
        var pairs = string.Join(", ", fields.Select(f => $"{f.Key}: {f.Value}"));
        if (literal.Elts.IsEmpty)
        {
            return [new TextEdit(file, literal.Lbrace + 1, literal.Rbrace, pairs)];
        }

        var last = literal.Elts[^1];
        if (LineOf(file, last.End) == LineOf(file, literal.Rbrace))
        {
            return [new TextEdit(file, last.End, last.End, ", " + pairs)];
        }

        // gofmt aligns the values of successive lines that hold one short pair each.
        var column = new List<KeyValueExpr>();
        for (var i = literal.Elts.Length - 1; i >= 0; i--)
        {
            if (literal.Elts[i] is not KeyValueExpr pair || LineOf(file, pair.Pos) != LineOf(file, pair.End)
                || !SourceEdits.IsFirstOnLine(file, pair.Pos)
                || (column.Count > 0 && LineOf(file, pair.Pos) + 1 != LineOf(file, column[^1].Pos)))
            {
                break;
            }

            column.Add(pair);
        }

        var width = fields.Max(f => f.Key.Length);
        foreach (var pair in column)
        {
            width = Math.Max(width, WidthOf(file, pair));
        }

        var edits = ImmutableArray.CreateBuilder<TextEdit>(column.Count + 1);
        foreach (var pair in column)
        {
            var padding = new string(' ', width - WidthOf(file, pair) + 1);
            if (file.Text(pair.Colon + 1, pair.Value.Pos) != padding)
            {
                edits.Add(new TextEdit(file, pair.Colon + 1, pair.Value.Pos, padding));
            }
        }

        edits.Reverse();
        var end = SourceEdits.LineEnd(file, last.End);
        var indent = SourceEdits.IndentAt(file, last.Pos);
        var lines = fields.Select(f => $"\n{indent}{f.Key}:{new string(' ', width - f.Key.Length + 1)}{f.Value},");
        edits.Add(new TextEdit(file, end, end, string.Concat(lines)));
        return edits.ToImmutable();
    }

    private static int WidthOf(SourceFile file, KeyValueExpr pair) => file.Text(pair.Key.Pos, pair.Key.End).Length;

    private static int LineOf(SourceFile file, int offset) => file.PositionOf(offset).Line;
}
