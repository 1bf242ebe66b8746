namespace Unpark.Cli.Reporting;

/// <summary>A format, and where it goes.</summary>
/// <param name="Format">The name of the format.</param>
/// <param name="Path">The absolute path of a file; null for standard output.</param>
internal sealed record OutputTarget(string Format, string? Path);
