using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Analysis.Suppressions;

namespace Unpark.Cli.Checking;

/// <summary>What a check gave.</summary>
internal sealed record CheckResult
{
    /// <summary>The findings, by file and place; each once, though test variants of a package repeat it.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Comments such as <c>//nolint:UP601</c> that keep nothing back, by file and place.</summary>
    public ImmutableArray<UnusedSuppression> UnusedSuppressions { get; init; } = [];

    /// <summary>Whether comments that keep nothing back count as findings do.</summary>
    public bool UnusedSuppressionsFail { get; init; }

    /// <summary>How many findings comments keep back.</summary>
    public int Suppressed { get; init; }

    /// <summary>How many findings are left out since the baseline has them.</summary>
    public int InBaseline { get; init; }

    /// <summary>How many findings are left out since nothing changed where they are.</summary>
    public int NotNew { get; init; }

    /// <summary>
    /// The fingerprints of the findings, in their order, or none: where some findings are left out, theirs are those they
    /// have among all.
    /// </summary>
    public ImmutableArray<string> Fingerprints { get; init; } = [];

    /// <summary>How many packages the patterns named.</summary>
    public int Packages { get; init; }

    /// <summary>What could not be read or parsed, by file and place.</summary>
    public ImmutableArray<CheckProblem> Problems { get; init; } = [];

    /// <summary>The import paths that are not on disk, in order: what comes from them is unknown.</summary>
    public ImmutableArray<string> MissingImports { get; init; } = [];

    /// <summary>True if the standard library was read from the snapshot that Unpark carries, for want of a GOROOT.</summary>
    public bool UsedSnapshot { get; init; }

    /// <summary>The exit code this amounts to.</summary>
    public int ExitCode => !Findings.IsEmpty || (UnusedSuppressionsFail && !UnusedSuppressions.IsEmpty) ? 1
        : Problems.IsEmpty ? 0 : 2;

    /// <summary>What several checks gave together, each of other packages.</summary>
    public static CheckResult Merge(ImmutableArray<CheckResult> results) => new()
    {
        Findings = Checking.Findings.Merge(results.SelectMany(r => r.Findings)),
        Suppressed = results.Sum(r => r.Suppressed),
        UnusedSuppressions = Sort(results.SelectMany(r => r.UnusedSuppressions)),
        UnusedSuppressionsFail = results.Any(r => r.UnusedSuppressionsFail),
        Packages = results.Sum(r => r.Packages),
        Problems = Sort(results.SelectMany(r => r.Problems)),
        MissingImports = [.. results.SelectMany(r => r.MissingImports).Distinct().Order(StringComparer.Ordinal)],
        UsedSnapshot = results.Any(r => r.UsedSnapshot),
    };

    /// <summary>The comments by file and place, each once.</summary>
    public static ImmutableArray<UnusedSuppression> Sort(IEnumerable<UnusedSuppression> comments) =>
    [
        .. comments
            .DistinctBy(u => (u.Span.File.Path, u.Span.Start, u.Message))
            .OrderBy(u => u.Span.File.Path, StringComparer.Ordinal)
            .ThenBy(u => u.Span.Start)
            .ThenBy(u => u.Message, StringComparer.Ordinal),
    ];

    /// <summary>The problems by file and place, each once.</summary>
    public static ImmutableArray<CheckProblem> Sort(IEnumerable<CheckProblem> problems) =>
    [
        .. problems
            .Distinct()
            .OrderBy(p => p.Path, StringComparer.Ordinal)
            .ThenBy(p => p.Line)
            .ThenBy(p => p.Column)
            .ThenBy(p => p.Message, StringComparer.Ordinal),
    ];

    /// <summary>This result with those of its findings that fulfil a condition.</summary>
    /// <param name="condition">Given a finding and its fingerprint.</param>
    public CheckResult Where(Func<Finding, string, bool> condition)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var fingerprints = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < Findings.Length; i++)
        {
            if (condition(Findings[i], Fingerprints[i]))
            {
                findings.Add(Findings[i]);
                fingerprints.Add(Fingerprints[i]);
            }
        }

        return this with { Findings = findings.DrainToImmutable(), Fingerprints = fingerprints.DrainToImmutable() };
    }
}
