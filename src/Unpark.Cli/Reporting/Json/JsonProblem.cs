namespace Unpark.Cli.Reporting.Json;

/// <summary>What kept something from being checked; line and column are 0 if it is about all of the file.</summary>
internal sealed record JsonProblem(string File, int Line, int Column, string Message);
