namespace Unpark.Explorer;

/// <summary>A register of a state that only counts the rounds of a loop.</summary>
/// <param name="Goroutine">The index of the goroutine.</param>
/// <param name="Depth">The depth of the frame, 1 for the outermost.</param>
/// <param name="Register">The register.</param>
/// <param name="Counter">How it counts.</param>
/// <param name="RoundsLeft">How many rounds come after the current one.</param>
internal readonly record struct CounterPlace(int Goroutine, int Depth, int Register, LoopCounter Counter, long RoundsLeft);
