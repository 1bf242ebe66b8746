namespace Unpark.Explorer.Judge;

/// <summary>A goroutine that has leaked or can, in words that Go and the explorer share.</summary>
/// <param name="Program">The number of the program.</param>
/// <param name="Created">The line of the statement that started it; 0 for the first goroutine, and where Go does not tell.</param>
/// <param name="Outermost">The function it began with.</param>
/// <param name="Line">The line on which it is blocked; 0 where Go does not tell which function's.</param>
/// <param name="Reason">What it waits for, in Go's words.</param>
public sealed record Leak(int Program, int Created, string Outermost, int Line, string Reason)
{
    /// <summary>
    /// True if both are the same goroutine. What a WaitGroup, a timer or a context has started, Go does not tell the line of; the
    /// names of functions that the compiler has inlined differ.
    /// </summary>
    public bool Is(Leak other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Program == other.Program && (Line == other.Line || Line == 0 || other.Line == 0) && Reason == other.Reason
            && (Created == other.Created || Created == 0 || other.Created == 0);
    }

    public override string ToString() => $"P{Program}: {Outermost} [{Reason}] at line {Line}, started at line {Created}";
}
