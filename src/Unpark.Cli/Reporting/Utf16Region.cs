using Unpark.Analysis;

namespace Unpark.Cli.Reporting;

/// <summary>Places as other programs count them: lines and columns from 1, columns in UTF-16 code units.</summary>
/// <param name="Line">The line of the first character.</param>
/// <param name="Column">The column of the first character.</param>
/// <param name="EndLine">The line of what is behind the last character.</param>
/// <param name="EndColumn">The column of what is behind the last character.</param>
internal readonly record struct Utf16Region(int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The region of a span.</summary>
    public static Utf16Region Of(SourceSpan span)
    {
        var (start, end) = (span.StartPosition, span.EndPosition);
        return new Utf16Region(start.Line, span.File.Utf16ColumnOf(span.Start) + 1, end.Line, span.File.Utf16ColumnOf(span.End) + 1);
    }
}
