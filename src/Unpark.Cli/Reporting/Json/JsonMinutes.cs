namespace Unpark.Cli.Reporting.Json;

/// <summary>How long goroutines have waited.</summary>
internal sealed record JsonMinutes(long Min, long Max);
