using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>The whole of <c>--format json</c>.</summary>
internal sealed record JsonReport(ImmutableArray<JsonFinding> Findings, int Packages, ImmutableArray<JsonProblem> Errors,
    ImmutableArray<JsonProblem> UnusedSuppressions, int Suppressed);
