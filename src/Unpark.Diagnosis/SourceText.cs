using System.Globalization;
using Unpark.Go.Syntax;

namespace Unpark.Diagnosis;

/// <summary>Source as sentences have it.</summary>
internal static class SourceText
{
    private const int Longest = 60;

    /// <summary>A place as <c>file.go:12</c>.</summary>
    public static string Place(SourceFile file, int offset)
        => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file.Path)}:{file.PositionOf(offset).Line}");

    /// <summary>The text of a node on one line, cut if it is long.</summary>
    public static string OneLine(SourceFile file, Node node)
    {
        var text = file.Text(Math.Max(node.Pos, 0), Math.Clamp(node.End, Math.Max(node.Pos, 0), file.Length));
        var end = text.AsSpan().IndexOfAny('\n', '{');
        text = (end < 0 ? text : text[..end]).Trim();
        return text.Length > Longest ? text[..Longest] + "…" : text;
    }
}
