namespace Unpark.Explorer;

/// <summary>How a process ends before its goroutines do.</summary>
/// <param name="ExitCode">The exit status.</param>
/// <param name="Panic">The panic that nothing recovered, as text; null for os.Exit.</param>
internal sealed record ProgramEnd(int ExitCode, string? Panic);
