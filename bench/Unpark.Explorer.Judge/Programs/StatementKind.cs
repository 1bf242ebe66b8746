namespace Unpark.Explorer.Judge;

/// <summary>The statements of generated programs. What a statement's number and blocks mean is said with each.</summary>
public enum StatementKind
{
    /// <summary>Sends the number.</summary>
    Send,

    /// <summary>Receives; with number 1 returns if the channel is closed.</summary>
    Receive,

    /// <summary>Receives, and goes through the block if what came is less than the number.</summary>
    ReceiveIf,
    Range,
    Close,

    /// <summary>The block is its cases.</summary>
    Select,

    /// <summary>A select in an endless loop: its cases return once a channel is closed, a context is done, a timer has fired.</summary>
    Serve,
    CaseSend,
    CaseReceive,
    CaseDone,
    CaseAfter,
    CaseTimer,
    CaseTicker,
    CaseDefault,

    /// <summary>The block under a lock: unlocked behind it (0), deferred (1), or never (2).</summary>
    Lock,
    ReadLock,
    WriteLock,
    TryLock,

    /// <summary>Counts under a lock, and goes through the block if the count is less than the number.</summary>
    Count,

    /// <summary>A goroutine: a function literal (0), a function (1), or a method (2).</summary>
    Go,

    /// <summary>A goroutine of a group: Done deferred (0), at the end (1), or by WaitGroup.Go (2).</summary>
    GroupGo,
    Wait,
    Once,

    /// <summary>Waits for the flag of a condition variable: in a loop (0), once (1), or without a look at the flag (2).</summary>
    Await,

    /// <summary>Sets the flag, and wakes one (0), all (1), or nobody (2).</summary>
    Raise,
    Add,

    /// <summary>The block if the number was 0 and now is 1.</summary>
    Swap,

    /// <summary>The first block if the variable is less than the number, else the second one.</summary>
    IfLess,
    Cancel,
    Done,

    /// <summary>The block if the context has ended.</summary>
    IfEnded,

    /// <summary>The block in a goroutine once the context has ended.</summary>
    AfterEnd,

    /// <summary>The block in a goroutine once a timer has fired.</summary>
    AfterTime,
    Sleep,
    Loop,

    /// <summary>The block in a function: a literal (0), a function (1), or a method (2).</summary>
    Call,
    Defer,

    /// <summary>The block with a deferred call that recovers.</summary>
    Guard,
    Panic,

    /// <summary>Ends the goroutine.</summary>
    Exit,

    /// <summary>Sends a new channel, with a buffer of one if the number is 1, and receives from it.</summary>
    Ask,

    /// <summary>Receives a channel and sends to it.</summary>
    Answer,

    /// <summary>Defers waiting for a group.</summary>
    DeferWait,

    /// <summary>Sets a variable to the number, under its lock.</summary>
    Set,

    /// <summary>The first block if a variable is the number, else the second one.</summary>
    IfSet,

    /// <summary>Adds one, and goes through the block if that makes the number.</summary>
    AddIf,

    /// <summary>A range over a map with so many keys, with a block in it; then the second block if the first key came last, else the third.</summary>
    LastKey,

    /// <summary>Sends the keys of a map of so many.</summary>
    SendKeys,
    Yield,

    /// <summary>Of a sync.Map: stores the number.</summary>
    Store,

    /// <summary>LoadOrStore of the number, and the block if that stored it.</summary>
    StoreFirst,

    /// <summary>LoadAndDelete, and the block if there was something.</summary>
    Delete,

    /// <summary>Load, and the first block if that gives the number, else the second one.</summary>
    IfStored,

    /// <summary>CompareAndSwap of the number by the next one, and the block if that succeeds.</summary>
    Replace,

    /// <summary>Stops a timer, and goes through the block if that was in time.</summary>
    StopTimer,
    ResetTimer,
    ReceiveTimer,
    StopTicker,
    ResetTicker,
    ReceiveTicker,

    /// <summary>
    /// A timer that starts the first block; after the second block it is stopped (0), set anew and stopped (1), or set anew (2), and
    /// if that was in time the third one comes.
    /// </summary>
    Alarm,

    /// <summary>Calls a function of sync.OnceFunc, or one of sync.OnceValue with the block if the value is less than the number.</summary>
    CallOnce,

    /// <summary>Defers a call that recovers; made by the writer only.</summary>
    Rescue,
    Return,
}
