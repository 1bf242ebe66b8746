using System.Collections.Immutable;
using Unpark.Analysis.Suppressions;

namespace Unpark.Analysis;

/// <summary>What the rules say of a package.</summary>
/// <param name="Findings">The findings, by file, place and rule.</param>
/// <param name="Suppressed">Findings that comments such as <c>//nolint:UP601</c> keep back, in the same order.</param>
/// <param name="UnusedSuppressions">Comments that keep nothing back, by file and place.</param>
public sealed record AnalysisResult(ImmutableArray<Finding> Findings, ImmutableArray<Finding> Suppressed,
    ImmutableArray<UnusedSuppression> UnusedSuppressions)
{
    /// <summary>Mistakes of ours that kept functions from being explored, none as a rule.</summary>
    public ImmutableArray<string> ExplorationFailures { get; init; } = [];
}
