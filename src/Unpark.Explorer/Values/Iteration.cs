namespace Unpark.Explorer;

/// <summary>How far a range has come: over the keys a map had when it began, or the places of what has places.</summary>
/// <param name="Of">What is ranged over.</param>
/// <param name="Keys">The keys of a map; empty otherwise.</param>
/// <param name="Next">The index of what comes next.</param>
/// <param name="Key">The key of the current step.</param>
/// <param name="Item">The value of the current step.</param>
internal sealed record Iteration(Value Of, Value[] Keys, long Next, Value Key, Value Item)
{
    /// <summary>Of a range over a map, true if the first of the keys is what comes next; otherwise any may.</summary>
    public bool IsChosen { get; init; }

    /// <summary>
    /// Of a range over a function, the calls from the one that has yielded down to that function, which go on after the body;
    /// null while there are none.
    /// </summary>
    public Frame? Suspended { get; init; }

    /// <summary>Of a range over a function, the address of what has become of it.</summary>
    public Value State { get; init; }
}
