namespace Unpark.Profiles;

/// <summary>Names of what goroutines do, as output and lists of signatures have them.</summary>
public static class BlockingKinds
{
    private static readonly (BlockingKind Kind, string Name)[] Names =
    [
        (BlockingKind.Running, "running"),
        (BlockingKind.Runnable, "runnable"),
        (BlockingKind.Syscall, "syscall"),
        (BlockingKind.ChanReceive, "chan-receive"),
        (BlockingKind.ChanReceiveNil, "chan-receive-nil"),
        (BlockingKind.ChanSend, "chan-send"),
        (BlockingKind.ChanSendNil, "chan-send-nil"),
        (BlockingKind.Select, "select"),
        (BlockingKind.SelectNoCases, "select-no-cases"),
        (BlockingKind.MutexLock, "mutex-lock"),
        (BlockingKind.RWMutexRLock, "rwmutex-rlock"),
        (BlockingKind.RWMutexLock, "rwmutex-lock"),
        (BlockingKind.WaitGroupWait, "waitgroup-wait"),
        (BlockingKind.CondWait, "cond-wait"),
        (BlockingKind.Semaphore, "semaphore"),
        (BlockingKind.Sleep, "sleep"),
        (BlockingKind.IO, "io"),
        (BlockingKind.Coroutine, "coroutine"),
        (BlockingKind.Synctest, "synctest"),
        (BlockingKind.Runtime, "runtime"),
    ];

    /// <summary>The name, such as <c>chan-send</c>; null for <see cref="BlockingKind.Unknown"/>.</summary>
    public static string? Name(BlockingKind kind)
    {
        foreach (var (known, name) in Names)
        {
            if (known == kind)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>What a name stands for, or null.</summary>
    public static BlockingKind? Parse(string name)
    {
        foreach (var (kind, known) in Names)
        {
            if (known == name)
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>True of waits that only something else in the program can end.</summary>
    public static bool IsWaitForOthers(BlockingKind kind) => kind is BlockingKind.ChanReceive or BlockingKind.ChanReceiveNil
        or BlockingKind.ChanSend or BlockingKind.ChanSendNil or BlockingKind.Select or BlockingKind.SelectNoCases
        or BlockingKind.MutexLock or BlockingKind.RWMutexRLock or BlockingKind.RWMutexLock or BlockingKind.WaitGroupWait
        or BlockingKind.CondWait or BlockingKind.Semaphore;

    /// <summary>True of locks.</summary>
    public static bool IsLock(BlockingKind kind)
        => kind is BlockingKind.MutexLock or BlockingKind.RWMutexRLock or BlockingKind.RWMutexLock;
}
