namespace Unpark.Flow;

/// <summary>What a call of the standard library means to goroutines: the operations that Go has functions for, not syntax.</summary>
public enum SsaConcurrency : byte
{
    /// <summary>Nothing of the below.</summary>
    None,

    /// <summary>Takes a sync.Mutex, a sync.RWMutex for writing, or a sync.Locker: the lock.</summary>
    Lock,

    /// <summary>Takes a lock if it is free: the lock.</summary>
    TryLock,

    /// <summary>Gives a lock back: the lock.</summary>
    Unlock,

    /// <summary>Takes a sync.RWMutex for reading: the lock.</summary>
    ReadLock,

    /// <summary>Takes a sync.RWMutex for reading if that is possible at once: the lock.</summary>
    TryReadLock,

    /// <summary>Gives a lock taken for reading back: the lock.</summary>
    ReadUnlock,

    /// <summary>Adds to the counter of a sync.WaitGroup: the group, the number.</summary>
    GroupAdd,

    /// <summary>Takes one from the counter of a sync.WaitGroup: the group.</summary>
    GroupDone,

    /// <summary>Waits for the counter of a sync.WaitGroup: the group.</summary>
    GroupWait,

    /// <summary>Starts a goroutine that a sync.WaitGroup counts: the group, the function.</summary>
    GroupGo,

    /// <summary>Gives the lock of a sync.Cond back, waits to be woken, and takes it again: the cond.</summary>
    CondWait,

    /// <summary>Wakes one goroutine that waits: the cond.</summary>
    CondSignal,

    /// <summary>Wakes all goroutines that wait: the cond.</summary>
    CondBroadcast,

    /// <summary>Calls a function unless that was done, waits while another goroutine does: the sync.Once, the function.</summary>
    OnceDo,

    /// <summary>Makes a function that calls another one once: the function.</summary>
    OnceFunc,

    /// <summary>Makes a context that never ends.</summary>
    ContextRoot,

    /// <summary>Makes a context that ends with its parent, when it is cancelled, or at a time: the parent, ...</summary>
    ContextNew,

    /// <summary>Makes a context that ends with its parent only, or (WithoutCancel) never: the parent, ...</summary>
    ContextWrap,

    /// <summary>The channel that is closed when a context ends: the context.</summary>
    ContextDone,

    /// <summary>Starts a goroutine when a context ends: the context, the function.</summary>
    ContextAfter,

    /// <summary>Waits for a time: the duration.</summary>
    Sleep,

    /// <summary>Makes a channel that is sent to once, at a time: the duration.</summary>
    TimeAfter,

    /// <summary>Starts a goroutine at a time: the duration, the function.</summary>
    TimerAfterFunc,

    /// <summary>Makes a time.Timer: the duration.</summary>
    TimerNew,

    /// <summary>Makes a time.Ticker, or (time.Tick) its channel: the duration.</summary>
    TickerNew,

    /// <summary>Stops a time.Timer or time.Ticker: the timer.</summary>
    TimerStop,

    /// <summary>Sets the time of a time.Timer or time.Ticker anew: the timer, the duration.</summary>
    TimerReset,

    /// <summary>Ends the goroutine, its deferred calls being run.</summary>
    Goexit,

    /// <summary>Ends the process.</summary>
    Exit,
}
