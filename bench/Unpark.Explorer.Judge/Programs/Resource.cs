namespace Unpark.Explorer.Judge;

/// <summary>Something that goroutines of a generated program share; made at its beginning.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">
/// Of a channel the capacity, -1 for a nil channel; of a group what it begins with; of a context 1 if it has a timeout; of what
/// has forms, which one.
/// </param>
/// <param name="Parent">Of a context the index of its parent, -1 for the background; of a function the channel that it uses.</param>
/// <param name="IsCancelled">True if the function that makes a context defers its cancel function.</param>
/// <param name="IsGlobal">True of a variable of the package.</param>
public sealed record Resource(ResourceKind Kind, int Size = 0, int Parent = -1, bool IsCancelled = false, bool IsGlobal = false)
{
    /// <summary>True if such a thing can be a variable of the package, which holds for nothing that is made anew with each call.</summary>
    public bool CanBeGlobal => Kind is not (ResourceKind.Context or ResourceKind.Timer or ResourceKind.Ticker or ResourceKind.OnceFunction);
}
