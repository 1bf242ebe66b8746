using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>A line of a schedule as it is shown.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Step">The number of the step, from 1; 0 for what is no step of its own.</param>
/// <param name="Goroutine">The number of the goroutine.</param>
/// <param name="Text">What it does.</param>
/// <param name="Place">Where; null if that is nowhere in the source.</param>
internal sealed record ScheduleRow(ScheduleRowKind Kind, int Step, int Goroutine, string Text, StackFrame? Place)
{
    /// <summary>The goroutine that sends what this one receives, or that this one starts.</summary>
    public int? Other { get; init; }

    /// <summary>What that one does.</summary>
    public string OtherText { get; init; } = "";

    /// <summary>Where that one stands.</summary>
    public StackFrame? OtherPlace { get; init; }

    /// <summary>How many more times the loop that ends here is gone round.</summary>
    public long Rounds { get; init; }

    /// <summary>The index of the row in which what is received here was put into the channel's buffer; -1 if it was not.</summary>
    public int SentIn { get; init; } = -1;
}
