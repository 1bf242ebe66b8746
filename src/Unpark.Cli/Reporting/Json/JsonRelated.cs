namespace Unpark.Cli.Reporting.Json;

/// <summary>A step that leads to a finding.</summary>
internal sealed record JsonRelated(string File, int Line, string Message);
