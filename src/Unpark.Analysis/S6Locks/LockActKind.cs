namespace Unpark.Analysis.S6Locks;

/// <summary>What a step of a function does that matters while a lock is held.</summary>
internal enum LockActKind : byte
{
    /// <summary>Takes a lock, waiting for it.</summary>
    Take,

    /// <summary>Calls a function whose body is known.</summary>
    Call,

    /// <summary>Formats a value: its String or Error method is called.</summary>
    Format,

    /// <summary>Calls a function that is a parameter.</summary>
    Callback,

    /// <summary>Calls Do of a sync.Once, or a function made by sync.OnceFunc.</summary>
    Once,

    /// <summary>Waits for a WaitGroup, or a group of goroutines: an errgroup, a tomb.</summary>
    Wait,

    /// <summary>Starts a function as a goroutine of a group that can be waited for.</summary>
    Spawn,

    /// <summary>Starts a function as a goroutine.</summary>
    Go,

    /// <summary>Tells a WaitGroup that something is done.</summary>
    Done,

    /// <summary>Receives from a channel.</summary>
    Receive,

    /// <summary>Sends to a channel.</summary>
    Send,

    /// <summary>Closes a channel.</summary>
    Close,

    /// <summary>Waits for a Cond.</summary>
    CondWait,

    /// <summary>Wakes up who waits for a Cond.</summary>
    CondSignal,
}
