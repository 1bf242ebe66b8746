namespace Unpark.Explorer;

/// <summary>
/// Package sync. A Mutex is a cell that is 1 while it is locked; an RWMutex has the number of readers, 1 while a writer has
/// it, and 1 while one waits for the readers; a WaitGroup has its counter; a Once is 1 while its function runs and 2
/// afterwards. Source: the documentation of package sync.
/// </summary>
internal static class SyncIntrinsics
{
    public static IEnumerable<Intrinsic> All { get; } =
    [
        new("sync.Mutex.Lock", null, OperationKind.Lock),
        new("sync.Mutex.Unlock", null, OperationKind.Unlock),
        new("sync.Mutex.TryLock", null, OperationKind.TryLock),
        new("sync.RWMutex.Lock", null, OperationKind.WriteLock),
        new("sync.RWMutex.Unlock", null, OperationKind.WriteUnlock),
        new("sync.RWMutex.RLock", null, OperationKind.ReadLock),
        new("sync.RWMutex.RUnlock", null, OperationKind.ReadUnlock),
        new("sync.RWMutex.TryLock", null, OperationKind.TryWriteLock),
        new("sync.RWMutex.TryRLock", null, OperationKind.TryReadLock),
        new("sync.WaitGroup.Add", null, OperationKind.GroupAdd),
        new("sync.WaitGroup.Done", null, OperationKind.GroupDone),
        new("sync.WaitGroup.Wait", null, OperationKind.GroupWait),
        new("sync.WaitGroup.Go", Go, null),
        new("sync.Once.Do", null, OperationKind.OnceDo),
        new("sync.condAdd", null, OperationKind.CondAdd),
        new("sync.condWait", null, OperationKind.CondWait),
        new("sync.Cond.Signal", null, OperationKind.CondSignal),
        new("sync.Cond.Broadcast", null, OperationKind.CondBroadcast),
        new("sync.atomically", null, OperationKind.Atomic),
        new("sync.cell", c => Cell(c), null),
    ];

    private static Value Go(IntrinsicCall call)
    {
        call.Machine.GroupGo(call[0], call[1], call.Instruction.Source);
        return default;
    }

    // The address of a type's own cell, for models in Go.
    private static Value Cell(IntrinsicCall call) => call[0].Reference is InterfaceValue boxed ? boxed.Value : call[0];
}
