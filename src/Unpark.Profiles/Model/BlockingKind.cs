namespace Unpark.Profiles;

/// <summary>What a goroutine is doing or waiting for, whatever form the profile had and whichever Go wrote it.</summary>
public enum BlockingKind
{
    /// <summary>Not known: the form does not say (debug=1 hides channel operations), or Go has a word that is new.</summary>
    Unknown,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Able to run, waiting for a processor.</summary>
    Runnable,

    /// <summary>In a system call or a call of C.</summary>
    Syscall,

    /// <summary>Receiving from a channel.</summary>
    ChanReceive,

    /// <summary>Receiving from a nil channel: for ever.</summary>
    ChanReceiveNil,

    /// <summary>Sending to a channel.</summary>
    ChanSend,

    /// <summary>Sending to a nil channel: for ever.</summary>
    ChanSendNil,

    /// <summary>In a <c>select</c>.</summary>
    Select,

    /// <summary>In a <c>select</c> without cases: for ever.</summary>
    SelectNoCases,

    /// <summary>Locking a mutex, possibly the one in a read-write mutex that writers wait at.</summary>
    MutexLock,

    /// <summary>Read-locking a read-write mutex.</summary>
    RWMutexRLock,

    /// <summary>Write-locking a read-write mutex, waiting for its readers.</summary>
    RWMutexLock,

    /// <summary>Waiting for a wait group.</summary>
    WaitGroupWait,

    /// <summary>Waiting for a condition variable.</summary>
    CondWait,

    /// <summary>At a semaphore of the runtime; older versions of Go say no more of locks and wait groups.</summary>
    Semaphore,

    /// <summary>Sleeping.</summary>
    Sleep,

    /// <summary>Waiting for a network connection, a pipe or a file.</summary>
    IO,

    /// <summary>Waiting in <c>iter.Pull</c>, or for what it was started from.</summary>
    Coroutine,

    /// <summary>In <c>synctest.Run</c>, <c>synctest.Test</c> or <c>synctest.Wait</c>.</summary>
    Synctest,

    /// <summary>A goroutine of the runtime at its own work: collecting, finalizing, tracing.</summary>
    Runtime,
}
