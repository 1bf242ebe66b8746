namespace Unpark.Profiles.Reading;

/// <summary>What goroutines wait for, by Go's words (runtime/runtime2.go, waitReasonStrings) and by their stacks.</summary>
internal static class Blocking
{
    /// <summary>The kind of a state, or of a stack if the state does not tell.</summary>
    public static BlockingKind Kind(string state, CallStack stack)
    {
        var kind = OfState(state);
        if (kind is BlockingKind.Unknown or BlockingKind.Semaphore)
        {
            var found = OfStack(stack);
            return found == BlockingKind.Unknown ? kind : found;
        }

        return kind;
    }

    private static BlockingKind OfState(string state) => state switch
    {
        "running" => BlockingKind.Running,
        "runnable" or "preempted" or "copystack" => BlockingKind.Runnable,
        "syscall" or "waiting for cgo callback" => BlockingKind.Syscall,
        "chan receive" => BlockingKind.ChanReceive,
        "chan receive (nil chan)" => BlockingKind.ChanReceiveNil,
        "chan send" => BlockingKind.ChanSend,
        "chan send (nil chan)" => BlockingKind.ChanSendNil,
        "select" => BlockingKind.Select,
        "select (no cases)" => BlockingKind.SelectNoCases,
        "sync.Mutex.Lock" => BlockingKind.MutexLock,
        "sync.RWMutex.RLock" => BlockingKind.RWMutexRLock,
        "sync.RWMutex.Lock" => BlockingKind.RWMutexLock,
        "sync.WaitGroup.Wait" => BlockingKind.WaitGroupWait,
        // Before Go 1.9 condition variables had the runtime's notify list in their name only.
        "sync.Cond.Wait" => BlockingKind.CondWait,
        "semacquire" => BlockingKind.Semaphore,
        "sleep" => BlockingKind.Sleep,
        "IO wait" => BlockingKind.IO,
        "coroutine" => BlockingKind.Coroutine,
        "synctest.Run" or "synctest.Wait" => BlockingKind.Synctest,
        "GC assist marking" or "dumping heap" or "garbage collection" or "garbage collection scan" or "GC assist wait"
            or "GC sweep wait" or "GC scavenge wait" or "finalizer wait" or "force gc (idle)"
            or "GOMAXPROCS updater (idle)" or "trace reader (blocked)" or "wait for GC cycle" or "GC worker (idle)"
            or "GC worker (active)" or "debug call" or "GC mark termination" or "stopping the world"
            or "flushing proc caches" or "trace goroutine status" or "trace proc status" or "page trace flush"
            or "GC weak to strong wait" or "cleanup wait" or "timer goroutine (idle)" or "mark wait (idle)"
            or "panicwait" or "idle" or "dead" => BlockingKind.Runtime,
        _ => BlockingKind.Unknown,
    };

    private static BlockingKind OfStack(CallStack stack)
    {
        foreach (var frame in stack.Frames)
        {
            var kind = OfFunction(frame.Function);
            if (kind != BlockingKind.Unknown)
            {
                return kind;
            }

            if (!FunctionName.IsMachinery(frame.Function))
            {
                break;
            }
        }

        return BlockingKind.Unknown;
    }

    private static BlockingKind OfFunction(string function) => function switch
    {
        // A nil channel has the same functions, only another line in them.
        "runtime.chanrecv" or "runtime.chanrecv1" or "runtime.chanrecv2" => BlockingKind.ChanReceive,
        "runtime.chansend" or "runtime.chansend1" => BlockingKind.ChanSend,
        "runtime.selectgo" => BlockingKind.Select,
        "runtime.block" => BlockingKind.SelectNoCases,
        "sync.(*Mutex).Lock" or "internal/sync.(*Mutex).Lock" or "internal/sync.(*Mutex).lockSlow"
            or "sync.(*Mutex).lockSlow" => BlockingKind.MutexLock,
        "sync.(*RWMutex).RLock" => BlockingKind.RWMutexRLock,
        "sync.(*RWMutex).Lock" => BlockingKind.RWMutexLock,
        "sync.(*WaitGroup).Wait" => BlockingKind.WaitGroupWait,
        "sync.(*Cond).Wait" or "sync.runtime_notifyListWait" or "sync.runtime_Syncsemacquire" => BlockingKind.CondWait,
        "time.Sleep" => BlockingKind.Sleep,
        "internal/poll.runtime_pollWait" or "net.runtime_pollWait" or "runtime.netpollblock" => BlockingKind.IO,
        "runtime.coroswitch" or "runtime.coroswitch_m" or "runtime.corostart" => BlockingKind.Coroutine,
        "internal/synctest.Run" or "internal/synctest.Wait" => BlockingKind.Synctest,
        "runtime.goparkunlock" or "runtime.gopark" => BlockingKind.Unknown,
        "runtime.notetsleepg" or "runtime.cgocall" or "runtime.entersyscall" or "syscall.Syscall" or "syscall.Syscall6"
            or "syscall.RawSyscall" or "syscall.RawSyscall6" or "internal/runtime/syscall.Syscall6"
            or "internal/runtime/syscall/linux.Syscall6" => BlockingKind.Syscall,
        "runtime.bgsweep" or "runtime.bgscavenge" or "runtime.forcegchelper" or "runtime.runfinq"
            or "runtime.runFinalizers" or "runtime.runCleanups" or "runtime.gcBgMarkWorker" => BlockingKind.Runtime,
        _ => BlockingKind.Unknown,
    };
}
