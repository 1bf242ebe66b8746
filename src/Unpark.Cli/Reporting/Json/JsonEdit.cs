namespace Unpark.Cli.Reporting.Json;

/// <summary>A change of a file: what is between the two places is replaced.</summary>
internal sealed record JsonEdit(string File, int Line, int Column, int EndLine, int EndColumn, string NewText);
