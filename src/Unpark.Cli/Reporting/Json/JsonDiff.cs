using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>The whole of <c>unpark diff --format json</c>.</summary>
internal sealed record JsonDiff(ImmutableArray<long> Goroutines, ImmutableArray<JsonChange> Changes);
