using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Diagnosis;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>What of the source is shown of goroutines that are parked in it.</summary>
/// <param name="Span">The operation they are parked in, or the line.</param>
/// <param name="Message">What to say of it; empty if the line holds no operation.</param>
/// <param name="Steps">What explains it, in order: the finding's steps, or who else uses what they wait at.</param>
internal sealed record ParkedSource(SourceSpan Span, string Message, ImmutableArray<RelatedPlace> Steps)
{
    /// <summary>The places of a group.</summary>
    public static ParkedSource Of(ExplainedGroup group, SourceExplanation source)
    {
        var start = source.File.LineStart(source.Line);
        var text = source.File.LineText(source.Line);
        var blank = text.Length - text.TrimStart().Length;
        var span = source.Operation ?? (source.Finding is { } cause && cause.Span.File == source.File
            && cause.Span.StartPosition.Line == source.Line ? cause.Span
            : new SourceSpan(source.File, start + blank, start + Math.Max(blank, text.TrimEnd().Length)));
        var parked = source.Operation is null ? ""
            : $"{ProfileWords.Count(group.Group.Count, "goroutine")} {(group.Group.Count == 1 ? "is" : "are")} parked here";
        RelatedPlace[] steps = source.Finding is { } finding
            ? [.. finding.Span == span ? [] : new[] { new RelatedPlace(finding.Span, "") }, .. finding.Related.Where(r => r.Span != span)]
            : [.. source.Places.Where(p => p.Span != span)];
        return new ParkedSource(span, parked, [.. steps]);
    }
}
