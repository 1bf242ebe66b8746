using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>Goroutines that are at the same place and were started at the same place.</summary>
public sealed record GoroutineGroup
{
    /// <summary>
    /// What the group is recognised by in another profile, perhaps of another build or in another form: the functions of its
    /// stack without what the compiler numbers, and without lines. Sixteen hexadecimal digits. Groups of one profile that
    /// differ in lines or in who has started them only have the same one.
    /// </summary>
    public required string Fingerprint { get; init; }

    /// <summary>How many goroutines it has.</summary>
    public required long Count { get; init; }

    /// <summary>Its states, the most frequent first.</summary>
    public required ImmutableArray<(GoroutineState State, long Count)> States { get; init; }

    /// <summary>Its label sets, the most frequent first; goroutines without labels are not counted here.</summary>
    public required ImmutableArray<(ImmutableArray<Label> Labels, long Count)> Labels { get; init; }

    /// <summary>How long its goroutines have waited.</summary>
    public required WaitTimes Waited { get; init; }

    /// <summary>The stack of its most frequent record.</summary>
    public required CallStack Stack { get; init; }

    /// <summary>The call that blocks, or the innermost frame; null if the stack is empty.</summary>
    public required Frame? Blocked { get; init; }

    /// <summary>The numbers of some of its goroutines, where the form has numbers.</summary>
    public required ImmutableArray<long> Ids { get; init; }

    /// <summary>How many of its goroutines Go has proved to be leaked.</summary>
    public required long Leaked { get; init; }

    /// <summary>True of the goroutine that runs main.</summary>
    public bool IsMain => Stack.CreatedBy is null && Stack.Frames.LastOrDefault(f => f.Kind == FrameKind.Call && f.Function != "runtime.goexit") is
        { Function: "main.main" or "runtime.main" };

    /// <summary>The most frequent state.</summary>
    public GoroutineState State => States[0].State;
}
