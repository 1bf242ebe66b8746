using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>The whole of <c>unpark explore --format json</c>: that of a check, and how far was looked.</summary>
internal sealed record JsonExploreReport(ImmutableArray<JsonFinding> Findings, int Packages, ImmutableArray<JsonProblem> Errors,
    ImmutableArray<JsonProblem> UnusedSuppressions, int Suppressed, ImmutableArray<JsonExploration> Explorations);
