namespace Unpark.Flow;

/// <summary>Why nothing follows a block that has no way out.</summary>
public enum FlowEnding : byte
{
    /// <summary>Something follows, or the block is an exit of the function.</summary>
    None,

    /// <summary>The process ends: <c>os.Exit</c> and what calls it.</summary>
    Process,

    /// <summary>The goroutine stays here for ever: a select without clauses, a call that never returns.</summary>
    Blocked,
}
