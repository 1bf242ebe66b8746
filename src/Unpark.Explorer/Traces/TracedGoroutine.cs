using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>A goroutine of a trace.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Function">The function it began with, as Go's tracebacks name it.</param>
/// <param name="Creator">The number of the goroutine that started it; null for the first one.</param>
/// <param name="CreatedAt">Where it was started; null for the first one.</param>
/// <param name="StartedAfter">After how many steps it was there.</param>
public sealed record TracedGoroutine(int Number, string Function, int? Creator, StackFrame? CreatedAt, int StartedAfter)
{
    /// <summary>After how many steps it had ended; null if it has not.</summary>
    public int? EndedAfter { get; init; }

    /// <summary>What has become of it.</summary>
    public GoroutineFate Fate { get; init; }

    /// <summary>What it waits for, as Go's profiles say it; empty if it has ended or can go on.</summary>
    public string WaitReason { get; init; } = "";

    /// <summary>The operation before which it stands, in words; empty if it has ended.</summary>
    public string Next { get; init; } = "";

    /// <summary>Where it stands, the innermost call first; empty if it has ended.</summary>
    public ImmutableArray<StackFrame> Stack { get; init; } = [];

    /// <summary>The call of <see cref="Stack"/> that is the program's own and not the standard library's; null if it has ended.</summary>
    public StackFrame? At { get; init; }

    /// <summary>The channels, locks and so on that it waits for, as numbers of <see cref="Trace.Objects"/>.</summary>
    public ImmutableArray<int> Objects { get; init; } = [];
}
