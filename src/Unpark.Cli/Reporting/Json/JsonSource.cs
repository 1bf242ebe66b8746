using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>What the source says of goroutines: the line they are at, what they wait at, who else uses that, what is wrong.</summary>
internal sealed record JsonSource(string File, int Line, string Text, string? Subject, ImmutableArray<JsonRelated> Places,
    JsonCause? Cause, string? Skew);
