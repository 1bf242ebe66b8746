namespace Unpark.Explorer;

/// <summary>A step of a trace.</summary>
/// <param name="Goroutine">The number of the goroutine.</param>
/// <param name="What">What it does: <c>receive</c>, <c>lock</c>, ...</param>
/// <param name="Name">The expression that it does it to, as it stands in the source; empty if there is none.</param>
/// <param name="At">Where: the innermost call that is the program's own.</param>
/// <param name="Object">The number of what it is done to in <see cref="Trace.Objects"/>; null if there is none.</param>
/// <param name="Partner">The number of the goroutine that sends what this one receives; null if there is none.</param>
/// <param name="PartnerAt">Where that one stands.</param>
public sealed record TraceStep(int Goroutine, string What, string Name, StackFrame At, int? Object, int? Partner, StackFrame? PartnerAt)
{
    /// <summary>The expression by which the partner names the channel.</summary>
    public string PartnerName { get; init; } = "";

    /// <summary>How many more times the steps of a loop that ends here are taken.</summary>
    public long Rounds { get; init; }
}
