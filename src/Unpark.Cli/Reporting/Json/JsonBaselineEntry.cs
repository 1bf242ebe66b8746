namespace Unpark.Cli.Reporting.Json;

/// <summary>A finding of a baseline. The fingerprint alone counts; the rest tells readers what it is.</summary>
internal sealed record JsonBaselineEntry(string Fingerprint, string Rule, string File, string Function, string Message);
