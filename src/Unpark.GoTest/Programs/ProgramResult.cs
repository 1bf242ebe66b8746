using System.Collections.Immutable;

namespace Unpark.GoTest;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Killed">True if it did not end after the signal, and was killed.</param>
/// <param name="Before">The stacks of its goroutines before it was told to end; null if it ended by itself.</param>
/// <param name="Left">The stacks of the goroutines that were left when main returned, of each process that is built of the
/// package, by its number; if the program was killed, of those that it had then; empty if that is not known.</param>
public sealed record ProgramResult(int ExitCode, bool Killed, string? Before, ImmutableArray<(int Process, string Dump)> Left);
