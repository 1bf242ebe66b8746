using Unpark.Go.Syntax;

namespace Unpark.Analysis;

/// <summary>A stretch of a source file.</summary>
/// <param name="File">The file.</param>
/// <param name="Start">The offset of the first byte.</param>
/// <param name="End">The offset behind the last byte.</param>
public sealed record SourceSpan(SourceFile File, int Start, int End)
{
    /// <summary>The line and column of <see cref="Start"/>, <c>//line</c> directives not applied.</summary>
    public LinePosition StartPosition => File.PositionOf(Start);

    /// <summary>The line and column of <see cref="End"/>, <c>//line</c> directives not applied.</summary>
    public LinePosition EndPosition => File.PositionOf(End);

    /// <summary>The span of a node of a file.</summary>
    public static SourceSpan Of(SourceFile file, Node node)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(node);
        var start = Math.Clamp(node.Pos, 0, file.Length);
        return new SourceSpan(file, start, Math.Clamp(node.End, start, file.Length));
    }

    /// <summary><c>path:line:column</c>.</summary>
    public override string ToString() => $"{File.Path}:{StartPosition}";
}
