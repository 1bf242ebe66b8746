using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Tells which functions of the standard library do something to goroutines.</summary>
internal static class SsaConcurrencyCalls
{
    /// <summary>What calling a function or method means.</summary>
    public static SsaConcurrency Of(Func function) => function.Package?.Path switch
    {
        "sync" => Sync(Callees.ReceiverName(function), function.Name),
        "context" => Context(Callees.ReceiverName(function), function.Name),
        "time" => Time(Callees.ReceiverName(function), function.Name),
        "runtime" when function is { IsMethod: false, Name: "Goexit" } => SsaConcurrency.Goexit,
        "os" when function is { IsMethod: false, Name: "Exit" } => SsaConcurrency.Exit,
        _ => SsaConcurrency.None,
    };

    /// <summary>True of what may wait for another goroutine, or for a time.</summary>
    public static bool MayBlock(SsaConcurrency what) => what is SsaConcurrency.Lock or SsaConcurrency.ReadLock
        or SsaConcurrency.GroupWait or SsaConcurrency.CondWait or SsaConcurrency.OnceDo or SsaConcurrency.Sleep;

    private static SsaConcurrency Sync(string? receiver, string name) => (receiver, name) switch
    {
        ("Mutex" or "RWMutex" or "Locker", "Lock") => SsaConcurrency.Lock,
        ("Mutex" or "RWMutex" or "Locker", "Unlock") => SsaConcurrency.Unlock,
        ("Mutex" or "RWMutex", "TryLock") => SsaConcurrency.TryLock,
        ("RWMutex", "RLock") => SsaConcurrency.ReadLock,
        ("RWMutex", "RUnlock") => SsaConcurrency.ReadUnlock,
        ("RWMutex", "TryRLock") => SsaConcurrency.TryReadLock,
        ("WaitGroup", "Add") => SsaConcurrency.GroupAdd,
        ("WaitGroup", "Done") => SsaConcurrency.GroupDone,
        ("WaitGroup", "Wait") => SsaConcurrency.GroupWait,
        ("WaitGroup", "Go") => SsaConcurrency.GroupGo,
        ("Cond", "Wait") => SsaConcurrency.CondWait,
        ("Cond", "Signal") => SsaConcurrency.CondSignal,
        ("Cond", "Broadcast") => SsaConcurrency.CondBroadcast,
        ("Once", "Do") => SsaConcurrency.OnceDo,
        (null, "OnceFunc" or "OnceValue" or "OnceValues") => SsaConcurrency.OnceFunc,
        _ => SsaConcurrency.None,
    };

    private static SsaConcurrency Context(string? receiver, string name) => (receiver, name) switch
    {
        (null, "Background" or "TODO") => SsaConcurrency.ContextRoot,
        (null, "WithCancel" or "WithCancelCause" or "WithDeadline" or "WithDeadlineCause" or "WithTimeout"
            or "WithTimeoutCause") => SsaConcurrency.ContextNew,
        (null, "WithValue" or "WithoutCancel") => SsaConcurrency.ContextWrap,
        (null, "AfterFunc") => SsaConcurrency.ContextAfter,
        ("Context", "Done") => SsaConcurrency.ContextDone,
        _ => SsaConcurrency.None,
    };

    private static SsaConcurrency Time(string? receiver, string name) => (receiver, name) switch
    {
        (null, "Sleep") => SsaConcurrency.Sleep,
        (null, "After") => SsaConcurrency.TimeAfter,
        (null, "AfterFunc") => SsaConcurrency.TimerAfterFunc,
        (null, "NewTimer") => SsaConcurrency.TimerNew,
        (null, "NewTicker" or "Tick") => SsaConcurrency.TickerNew,
        ("Timer" or "Ticker", "Stop") => SsaConcurrency.TimerStop,
        ("Timer" or "Ticker", "Reset") => SsaConcurrency.TimerReset,
        _ => SsaConcurrency.None,
    };
}
