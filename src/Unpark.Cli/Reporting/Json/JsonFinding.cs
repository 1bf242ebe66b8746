using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Unpark.Cli.Reporting.Json;

/// <summary>A finding; lines and columns are counted from 1, columns in bytes, and the end is behind the last byte.</summary>
internal sealed record JsonFinding(string Rule, string Name, int Scenario, string Confidence, string File, int Line,
    int Column, int EndLine, int EndColumn, string Function, string Message, ImmutableArray<JsonRelated> Related,
    JsonFix? Fix, string Severity, string Fingerprint, ImmutableArray<JsonFix> Alternatives)
{
    /// <summary>The steps that lead there, of what the explorer shows; otherwise left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<JsonScheduleStep>? Schedule { get; init; }

    /// <summary>What has become of each goroutine in the end; left out with the schedule.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<JsonGoroutine>? Goroutines { get; init; }
}
