using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>A baseline file: the findings there are and that nobody wants to hear of for now.</summary>
/// <param name="Version">The version of the format, 1.</param>
/// <param name="Findings">The findings, by file and fingerprint.</param>
internal sealed record JsonBaseline(int Version, ImmutableArray<JsonBaselineEntry> Findings);
