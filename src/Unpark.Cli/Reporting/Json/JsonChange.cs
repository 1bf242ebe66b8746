using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>What became of a group: <c>new</c>, <c>grown</c>, <c>shrunk</c>, <c>gone</c> or <c>same</c>.</summary>
internal sealed record JsonChange(string Change, ImmutableArray<long> Counts, long Difference, double? Slope, double? PValue,
    string? Lifecycle, JsonGroup Group);
