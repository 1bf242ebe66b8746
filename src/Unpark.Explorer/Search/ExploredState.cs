namespace Unpark.Explorer;

/// <summary>A state that is to be explored.</summary>
/// <param name="State">The state; only goroutines that have to do with one another.</param>
/// <param name="Number">Its number.</param>
/// <param name="Alone">The index of a goroutine whose next step concerns nobody else, so that others need not go first; or -1.</param>
/// <param name="TwinOf">For each goroutine the first one that differs from it in nothing but names.</param>
internal sealed record ExploredState(MachineState State, int Number, int Alone, int[] TwinOf);
