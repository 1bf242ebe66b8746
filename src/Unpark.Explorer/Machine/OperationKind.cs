namespace Unpark.Explorer;

/// <summary>What a goroutine does next that others can see, or that can wait.</summary>
internal enum OperationKind : byte
{
    Send,
    Receive,
    Select,
    Close,
    Lock,
    Unlock,
    TryLock,
    ReadLock,
    ReadUnlock,
    TryReadLock,
    TryWriteLock,

    /// <summary>The second step of taking an RWMutex: readers that come now wait, those that are there are waited for.</summary>
    WriteLockWait,
    WriteLock,
    WriteUnlock,
    GroupAdd,
    GroupDone,
    GroupWait,
    OnceDo,
    CondAdd,
    CondWait,
    CondSignal,
    CondBroadcast,

    /// <summary>An access to memory that others see as one step; it always succeeds.</summary>
    Atomic,

    /// <summary>Beginning to run once a timer fires.</summary>
    TimerStart,
    TimerStop,
    TimerReset,

    /// <summary>Going one way or the other on a condition of which nothing is known.</summary>
    Fork,

    /// <summary>Going to one of the keys that are left of a range over a map.</summary>
    RangeMap,

    /// <summary>Ending the process.</summary>
    Exit,

    /// <summary>Letting others run.</summary>
    Yield,

    /// <summary>Waiting for a time, where there is a clock.</summary>
    Sleep,

    /// <summary>Going on after others have run; nothing else happens.</summary>
    Continue,
}
