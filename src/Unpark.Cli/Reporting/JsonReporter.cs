using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Analysis.Suppressions;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Writes findings for other programs.</summary>
internal sealed class JsonReporter : IFindingReporter
{
    private readonly Terminal terminal;
    private readonly ReportContext context;
    private readonly PathDisplay paths;

    /// <summary>Makes one that writes to a terminal.</summary>
    public JsonReporter(Terminal terminal, ReportContext context)
    {
        this.terminal = terminal;
        this.context = context;
        paths = context.Paths;
    }

    /// <inheritdoc/>
    public void Report(CheckResult result)
    {
        var fingerprints = Fingerprints.Of(result, context.Root);
        JsonOutput.Write(
            terminal,
            new JsonReport(
                [.. result.Findings.Select((f, i) => Convert(f, fingerprints[i]))],
                result.Packages,
                [.. result.Problems.Select(p => new JsonProblem(paths.Show(p.Path), p.Line, p.Column, p.Message))],
                [.. result.UnusedSuppressions.Select(Convert)],
                result.Suppressed),
            JsonOutput.Default.JsonReport);
    }

    /// <summary>A finding as it is written.</summary>
    public JsonFinding Convert(Finding finding, string fingerprint)
    {
        var (rule, span) = (finding.Rule, finding.Span);
        var best = finding.PreferredFix ?? finding.Fixes.FirstOrDefault();
        return new JsonFinding(rule.Id, rule.Name, rule.Scenario, Name(finding.Confidence), paths.Show(span.File.Path),
            span.StartPosition.Line, span.StartPosition.Column, span.EndPosition.Line, span.EndPosition.Column,
            finding.Function, finding.Message, [.. finding.Related.Select(Convert)],
            best is null ? null : Convert(best, paths), SeverityMap.NameOf(context.Severities.Of(finding)), fingerprint,
            [.. finding.Fixes.Where(f => f != best).Select(f => Convert(f, paths))]);
    }

    private JsonProblem Convert(UnusedSuppression unused)
        => new(paths.Show(unused.Span.File.Path), unused.Span.StartPosition.Line, unused.Span.StartPosition.Column, unused.Message);

    private JsonRelated Convert(RelatedPlace related)
        => new(paths.Show(related.Span.File.Path), related.Span.StartPosition.Line, related.Message);

    /// <summary>A fix as it is written.</summary>
    public static JsonFix Convert(Fix fix, PathDisplay paths)
    {
        var edits = ImmutableArray.CreateBuilder<JsonEdit>(fix.Edits.Length);
        foreach (var edit in fix.Edits)
        {
            var (start, end) = (edit.File.PositionOf(edit.Start), edit.File.PositionOf(edit.End));
            edits.Add(new JsonEdit(paths.Show(edit.File.Path), start.Line, start.Column, end.Line, end.Column, edit.NewText));
        }

        return new JsonFix(fix.Message, fix.Preferred, edits.MoveToImmutable());
    }

    /// <summary>The name of a confidence, in lower case.</summary>
    public static string Name(Confidence confidence) => confidence switch
    {
        Confidence.Proved => "proved",
        Confidence.Likely => "likely",
        _ => "possible",
    };
}
