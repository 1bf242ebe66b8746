using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>Steps in words.</summary>
internal static class StepNames
{
    public static string Of(StepRecord step) => step.Kind == OperationKind.Select ? Case(step) : Of(step.Kind, step.Option);

    public static string Of(OperationKind kind, int option) => kind switch
    {
        OperationKind.Send => "send",
        OperationKind.Receive => "receive",
        OperationKind.Select => "select",
        OperationKind.Close => "close",
        OperationKind.Lock or OperationKind.WriteLock => "lock",
        OperationKind.WriteLockWait => "lock, readers gone",
        OperationKind.ReadLock => "lock for reading",
        OperationKind.Unlock or OperationKind.WriteUnlock => "unlock",
        OperationKind.ReadUnlock => "unlock for reading",
        OperationKind.TryLock or OperationKind.TryWriteLock or OperationKind.TryReadLock => "try to lock",
        OperationKind.GroupAdd => "add to the group",
        OperationKind.GroupDone => "done",
        OperationKind.GroupWait => "wait for the group",
        OperationKind.OnceDo => "do once",
        OperationKind.CondAdd => "begin to wait",
        OperationKind.CondWait => "woken",
        OperationKind.CondSignal => "signal",
        OperationKind.CondBroadcast => "broadcast",
        OperationKind.Atomic => "atomic access",
        OperationKind.TimerStart => "timer fires",
        OperationKind.TimerStop => "stop the timer",
        OperationKind.TimerReset => "reset the timer",
        OperationKind.Exit => "end the process",
        OperationKind.RangeMap => $"range: key {option + 1} of those left",
        OperationKind.Fork => option == 0 ? "condition is true" : "condition is false",
        _ => "let others run",
    };

    /// <summary>What a goroutine that has not done it yet stands before.</summary>
    public static string Pending(OperationKind kind) => kind switch
    {
        OperationKind.CondWait => "wait to be woken by",
        OperationKind.WriteLockWait => "lock",
        OperationKind.TimerStart => "begin when the timer fires",
        OperationKind.Fork => "a condition of which nothing is known",
        OperationKind.RangeMap => "any key of a range",
        OperationKind.Yield => "run on",
        _ => Of(kind, 0),
    };

    /// <summary>What an operation is done to.</summary>
    public static string KindOfTarget(OperationKind kind) => kind switch
    {
        OperationKind.Send or OperationKind.Receive or OperationKind.Select or OperationKind.Close => "channel",
        OperationKind.Lock or OperationKind.Unlock or OperationKind.TryLock or OperationKind.ReadLock or OperationKind.ReadUnlock
            or OperationKind.TryReadLock or OperationKind.TryWriteLock or OperationKind.WriteLockWait or OperationKind.WriteLock
            or OperationKind.WriteUnlock => "lock",
        OperationKind.GroupAdd or OperationKind.GroupDone or OperationKind.GroupWait => "group",
        OperationKind.OnceDo => "once",
        OperationKind.CondAdd or OperationKind.CondWait or OperationKind.CondSignal or OperationKind.CondBroadcast => "cond",
        OperationKind.TimerStart or OperationKind.TimerStop or OperationKind.TimerReset => "timer",
        _ => "variable",
    };

    private static string Case(StepRecord step)
    {
        var select = (SsaSelect)step.At;
        return select.Cases[step.Option].Kind switch
        {
            SsaSelectKind.Default => "select: default",
            SsaSelectKind.Send => $"select: send in case {step.Option + 1}",
            _ => $"select: receive in case {step.Option + 1}",
        };
    }
}
