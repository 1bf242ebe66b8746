using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Suppressions;

/// <summary>
/// A comment that asks for silence: <c>//nolint</c> as golangci-lint reads it, <c>//lint:ignore</c> and
/// <c>//lint:file-ignore</c> as staticcheck does, or <c>#nosec</c> as gosec does.
/// </summary>
/// <param name="File">The file the comment is in.</param>
/// <param name="Span">The comment.</param>
/// <param name="Directive">How it begins: <c>//nolint</c>, <c>//lint:ignore</c>, <c>//lint:file-ignore</c> or <c>#nosec</c>.</param>
/// <param name="Names">What it names, in lower case; empty for everything.</param>
/// <param name="Reason">The reason given, or empty.</param>
/// <param name="FirstLine">The first line it holds for, counted from 1.</param>
/// <param name="LastLine">The last line it holds for.</param>
public sealed record Suppression(SourceFile File, SourceSpan Span, string Directive, ImmutableArray<string> Names,
    string Reason, int FirstLine, int LastLine)
{
    /// <summary>True if the comment holds for the finding: its first line and its rule.</summary>
    public bool Covers(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return CoversLine(finding) && (Names.IsEmpty || Names.Any(name => SuppressionName.Matches(name, finding.Rule)));
    }

    internal bool CoversLine(Finding finding)
    {
        if (finding.Span.File != File)
        {
            return false;
        }

        var line = finding.Span.StartPosition.Line;
        return line >= FirstLine && line <= LastLine;
    }
}
