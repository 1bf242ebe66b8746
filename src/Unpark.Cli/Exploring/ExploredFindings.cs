using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>What was explored as the result of a check, for the reports that both have.</summary>
internal static class ExploredFindings
{
    /// <summary>The leaks as findings, with the steps of their schedules among their related places.</summary>
    public static CheckResult Of(ExplorationView view) => new()
    {
        Findings = [.. view.Leaks.Select(l => l.Finding with { Related = [.. l.Finding.Related, .. Steps(l)] })],
        Packages = view.Explorations.Select(e => e.Root.Package).Distinct().Count(),
    };

    private static IEnumerable<RelatedPlace> Steps(ExploredLeak leak) => (leak.Trace?.Steps ?? ImmutableArray<TraceStep>.Empty)
        .Select((step, i) => (Span: LeakFindings.PlaceOf(step.At), Message: $"{i + 1}. goroutine {step.Goroutine}: {step.What} {step.Name}".TrimEnd()
            + (step.Partner is { } partner ? $", with goroutine {partner}" : "")))
        .Where(s => s.Span is not null)
        .Select(s => new RelatedPlace(s.Span!, s.Message));
}
