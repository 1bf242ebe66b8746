namespace Unpark.Profiles;

/// <summary>What goroutines wait for, in words, and the kind of leak it is when that never comes.</summary>
internal static class LeakKinds
{
    /// <summary>The rule of the leak that goroutines in a state would be, as far as their stack shows it.</summary>
    public static string? RuleOf(GoroutineGroup group, BlockingKind kind)
    {
        if (Library(group.Stack) is { } rule)
        {
            return rule;
        }

        return kind switch
        {
            BlockingKind.ChanSend => "UP101",
            BlockingKind.ChanReceive => IsRange(group.Stack) ? "UP103" : "UP102",
            BlockingKind.ChanReceiveNil or BlockingKind.ChanSendNil => "UP104",
            BlockingKind.SelectNoCases => "UP108",
            BlockingKind.WaitGroupWait => "UP109",
            BlockingKind.CondWait => "UP110",
            BlockingKind.Select => "UP203",
            BlockingKind.Sleep => "UP208",
            BlockingKind.MutexLock or BlockingKind.RWMutexLock or BlockingKind.RWMutexRLock => "UP601",
            BlockingKind.Running or BlockingKind.Runnable => "UP302",
            _ => null,
        };
    }

    // What a program waits for in a library tells more than the operation inside of it.
    private static string? Library(CallStack stack)
    {
        foreach (var frame in stack.Frames)
        {
            switch (FunctionName.Stable(frame.Function))
            {
                case "net/http.(*persistConn).roundTrip" or "net/http.(*Client).do" or "net/http.(*Client).Do"
                    or "net.(*Dialer).DialContext":
                    return "UP206";
                case "net/http.(*body).Read" or "net/http.(*bodyEOFSignal).Read":
                    return "UP206";
                case "sync.(*Once).doSlow":
                    return "UP607";
            }
        }

        return null;
    }

    // A range receives with "ok"; a receive that asks for it does too.
    private static bool IsRange(CallStack stack)
    {
        foreach (var frame in stack.Frames)
        {
            if (frame.Function == "runtime.chanrecv2")
            {
                return true;
            }

            if (!FunctionName.IsMachinery(frame.Function))
            {
                break;
            }
        }

        return false;
    }

    /// <summary>What they do, in the words of Go.</summary>
    public static string Words(BlockingKind kind) => kind switch
    {
        BlockingKind.Unknown => "waiting",
        BlockingKind.ChanReceive => "in a receive",
        BlockingKind.ChanSend => "in a send",
        BlockingKind.Select => "in a select",
        BlockingKind.MutexLock or BlockingKind.RWMutexLock or BlockingKind.RWMutexRLock => "waiting for a lock",
        _ => $"in {BlockingKinds.Name(kind)}",
    };

    /// <summary>Why goroutines of which nothing speaks for a leak need not worry anybody.</summary>
    public static string Harmless(BlockingKind kind) => kind switch
    {
        BlockingKind.Running or BlockingKind.Runnable => "they work",
        BlockingKind.Syscall => "they are in a system call",
        BlockingKind.IO => "they wait for input or output",
        BlockingKind.Sleep => "they sleep",
        BlockingKind.Runtime => "they belong to the Go runtime",
        BlockingKind.Coroutine => "they are coroutines of iter.Pull",
        BlockingKind.Synctest => "they are in a synctest bubble",
        _ => "few wait there, and not for long",
    };

    /// <summary>What a goroutine at a place waits for, and what must have gone wrong if it never comes.</summary>
    public static string Explain(BlockingKind kind, Frame? blocked)
    {
        var at = blocked is null || blocked.Function.Length == 0 ? "" : $" in {FunctionName.Short(blocked.Function)}";
        return kind switch
        {
            BlockingKind.ChanSend => $"The send{at} waits for a receiver: whoever received from the channel has left, "
                + "or receives less often than is sent",
            BlockingKind.ChanReceive => $"The receive{at} waits for a value or for the channel to be closed: its senders "
                + "have left without doing either",
            BlockingKind.ChanReceiveNil => $"The channel{at} is nil: a receive from it never ends",
            BlockingKind.ChanSendNil => $"The channel{at} is nil: a send to it never ends",
            BlockingKind.Select => $"The select{at} waits for the first of its cases: none of them becomes ready",
            BlockingKind.SelectNoCases => $"The select{at} has no cases: it never ends",
            BlockingKind.MutexLock => $"The lock wanted{at} is held by somebody who does not unlock it",
            BlockingKind.RWMutexRLock => $"The read lock wanted{at} waits for a writer who does not unlock it",
            BlockingKind.RWMutexLock => $"The lock wanted{at} waits for readers who do not unlock it",
            BlockingKind.WaitGroupWait => $"The Wait{at} waits for calls of Done that do not come",
            BlockingKind.CondWait => $"The Wait{at} waits for a Signal or Broadcast that does not come",
            BlockingKind.Semaphore => $"The semaphore wanted{at} is not released",
            BlockingKind.Sleep => $"The goroutine sleeps{at}: nothing wakes it before the time is over",
            BlockingKind.IO => $"The goroutine waits{at} for the other side of a connection, pipe or file",
            BlockingKind.Running or BlockingKind.Runnable => $"The goroutine runs{at}",
            BlockingKind.Syscall => $"The goroutine is in a system call{at}",
            _ => $"The goroutine waits{at}",
        };
    }
}
