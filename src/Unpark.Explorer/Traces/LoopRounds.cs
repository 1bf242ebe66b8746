namespace Unpark.Explorer;

/// <summary>Rounds of a loop in which nothing happens but what has happened in the round before.</summary>
/// <param name="Goroutine">The number of the goroutine.</param>
/// <param name="Depth">The depth of the call, 1 for the outermost.</param>
/// <param name="Register">The register that counts.</param>
/// <param name="Rounds">How many rounds.</param>
public sealed record LoopRounds(int Goroutine, int Depth, int Register, long Rounds);
