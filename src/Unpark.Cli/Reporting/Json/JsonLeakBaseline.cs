using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>A baseline of leaks of tests.</summary>
internal sealed record JsonLeakBaseline(int Version, ImmutableArray<JsonLeakBaselineEntry> Leaks);
