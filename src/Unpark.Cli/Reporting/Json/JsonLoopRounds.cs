namespace Unpark.Cli.Reporting.Json;

/// <summary>Rounds of a loop that are gone at once after a step.</summary>
internal sealed record JsonLoopRounds(int Goroutine, int Depth, int Register, long Rounds);
