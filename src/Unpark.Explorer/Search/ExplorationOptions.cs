namespace Unpark.Explorer;

/// <summary>How far a program is explored. All limits count what is done, not time: the result is the same on any machine.</summary>
public sealed record ExplorationOptions
{
    /// <summary>How many different states are looked at.</summary>
    public int MaxStates { get; init; } = 5_000;

    /// <summary>How many steps are executed.</summary>
    public long MaxSteps { get; init; } = 20_000;

    /// <summary>How much memory the states may take together, garbage included, in cells of 16 bytes.</summary>
    public long MaxMemory { get; init; } = 1 << 26;

    /// <summary>
    /// True if nothing but what is explored uses the variables of packages, as in a whole program; otherwise what they lead to
    /// may be used by other code at any time, and a goroutine that waits for it is not reported.
    /// </summary>
    public bool IsWholeProgram { get; init; }

    /// <summary>How many instructions a goroutine may execute without an operation that others can see.</summary>
    public int MaxInstructions { get; init; } = 2_000_000;

    /// <summary>True to say where goroutines waited.</summary>
    public bool RecordsWaits { get; init; }

    /// <summary>False to look at every order of steps, even of those that cannot make a difference; for measurements.</summary>
    public bool ReducesOrders { get; init; } = true;

    /// <summary>False to explore a state again each time it is reached; for measurements.</summary>
    public bool RemembersStates { get; init; } = true;
}
