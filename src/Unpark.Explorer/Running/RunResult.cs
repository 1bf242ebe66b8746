namespace Unpark.Explorer;

/// <summary>How a program that was run on one schedule has ended.</summary>
/// <param name="ExitCode">The exit status; meaningless if something was not supported.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Errors">What it wrote to its standard error; of a panic the first line.</param>
/// <param name="Unsupported">What stopped it, with its place, that the interpreter does not do; null if it ended.</param>
/// <param name="Instructions">How many instructions were executed.</param>
public sealed record RunResult(int ExitCode, ReadOnlyMemory<byte> Output, ReadOnlyMemory<byte> Errors, string? Unsupported, long Instructions);
