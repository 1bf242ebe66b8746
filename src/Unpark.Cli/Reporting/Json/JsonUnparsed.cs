namespace Unpark.Cli.Reporting.Json;

/// <summary>Part of a profile that could not be understood; the line is 0 in binary profiles.</summary>
internal sealed record JsonUnparsed(long Line, long Offset, long Lines, string Text, string Reason);
