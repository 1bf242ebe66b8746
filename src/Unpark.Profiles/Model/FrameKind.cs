namespace Unpark.Profiles;

/// <summary>What a line of a stack stands for.</summary>
public enum FrameKind
{
    /// <summary>A call of a Go function.</summary>
    Call,

    /// <summary>A call of a function that is not Go's; its place may be unknown.</summary>
    Foreign,

    /// <summary>Frames that Go has left out of a deep stack.</summary>
    Elided,

    /// <summary>The goroutine ran on another thread, and Go could not look at its stack.</summary>
    Unavailable,

    /// <summary>The input ends here: what follows is not known.</summary>
    Cut,
}
