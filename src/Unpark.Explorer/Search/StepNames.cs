using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>Steps in words.</summary>
internal static class StepNames
{
    public static string Of(StepRecord step) => step.Kind switch
    {
        OperationKind.Send => "send",
        OperationKind.Receive => "receive",
        OperationKind.Select => Case(step),
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
        OperationKind.Fork => step.Option == 0 ? "condition is true" : "condition is false",
        _ => "let others run",
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
