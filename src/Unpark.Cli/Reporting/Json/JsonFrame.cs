namespace Unpark.Cli.Reporting.Json;

/// <summary>A line of a stack; the line is 0 where it is unknown.</summary>
internal sealed record JsonFrame(string Function, string? File, int Line);
