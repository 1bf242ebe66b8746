namespace Unpark.Cli.Reporting.Json;

/// <summary>Labels, and how many goroutines have them.</summary>
internal sealed record JsonLabels(long Count, Dictionary<string, string> Values);
