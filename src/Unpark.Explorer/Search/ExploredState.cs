namespace Unpark.Explorer;

/// <summary>A state that is to be explored.</summary>
/// <param name="State">The state; only goroutines that have to do with one another.</param>
/// <param name="Number">Its number.</param>
/// <param name="First">The indices of goroutines whose next steps concern nobody else, so that others need not go before; or none.</param>
/// <param name="TwinOf">For each goroutine the first one that differs from it in nothing but names.</param>
internal sealed record ExploredState(MachineState State, int Number, int[] First, int[] TwinOf);
