namespace Unpark.Flow;

/// <summary>How a call ends.</summary>
public enum CallEnding : byte
{
    /// <summary>It can return.</summary>
    Returns,

    /// <summary>It never returns but panics.</summary>
    Panics,

    /// <summary>It ends the goroutine: <c>runtime.Goexit</c>, <c>t.FailNow</c>.</summary>
    EndsGoroutine,

    /// <summary>It ends the process: <c>os.Exit</c>, <c>log.Fatal</c>.</summary>
    EndsProcess,

    /// <summary>It blocks, or loops, for ever.</summary>
    NeverReturns,
}
