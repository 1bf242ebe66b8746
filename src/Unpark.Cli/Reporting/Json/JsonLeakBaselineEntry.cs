namespace Unpark.Cli.Reporting.Json;

/// <summary>A leak in a baseline; the function is for people.</summary>
internal sealed record JsonLeakBaselineEntry(string Package, string? Test, string Fingerprint, string? Function);
