namespace Unpark.Explorer.Judge;

/// <summary>Something that goroutines of a generated program share; made at its beginning.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Of a channel the capacity, -1 for a nil channel; of a group what it begins with; of a context 1 if it has a timeout.</param>
/// <param name="Parent">Of a context the index of its parent, -1 for the background.</param>
/// <param name="IsCancelled">True if the function that makes a context defers its cancel function.</param>
public sealed record Resource(ResourceKind Kind, int Size = 0, int Parent = -1, bool IsCancelled = false);
