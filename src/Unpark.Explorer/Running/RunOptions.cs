using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>How a program is run on one schedule. The limits count what is done, not time.</summary>
public sealed record RunOptions
{
    /// <summary>What follows the name of the program in os.Args.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>How many instructions are executed.</summary>
    public long MaxInstructions { get; init; } = 100_000_000;

    /// <summary>How many objects there may be at once.</summary>
    public int MaxObjects { get; init; } = 20_000_000;
}
