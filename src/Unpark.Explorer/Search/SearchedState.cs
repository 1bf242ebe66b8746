namespace Unpark.Explorer;

/// <summary>What is kept of a state once it has been looked at.</summary>
/// <param name="by">How it was reached first; null for the first one.</param>
internal sealed class SearchedState(StepRecord? by)
{
    public StepRecord? By { get; } = by;

    /// <summary>The states that can come next.</summary>
    public HashSet<int> LeadsTo { get; } = [];

    /// <summary>True if the process may end next.</summary>
    public bool MayEnd { get; set; }

    /// <summary>Where the goroutines stand that can take a step.</summary>
    public HashSet<long> Moving { get; } = [];

    /// <summary>The goroutines that can take none, and that code that is not explored cannot help, by where they stand.</summary>
    public List<(long Key, Goroutine Goroutine)> Waiting { get; } = [];
}
