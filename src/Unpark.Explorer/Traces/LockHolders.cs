using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>
/// Who holds which lock while a schedule is executed. A lock is given back without a step of its own, so that what its memory
/// says after each step is compared with what was taken.
/// </summary>
internal sealed class LockHolders
{
    // The cells of a Mutex, and of an RWMutex: SyncIntrinsics.
    private const int Locked = 0;
    private const int Readers = 0;
    private const int Writer = 1;

    private readonly List<(HeldLock Held, Value Address, int Cell)> taken = [];

    /// <summary>All locks that were taken.</summary>
    public ImmutableArray<HeldLock> All => [.. taken.Select(t => t.Held)];

    /// <summary>A step was taken.</summary>
    /// <param name="state">The state after it.</param>
    /// <param name="goroutine">The number of the goroutine whose operation it was.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="number">The number of what it was done to; null if it has none.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="index">The index of the step.</param>
    public void After(MachineState state, int goroutine, Operation operation, int? number, StackFrame at, int index)
    {
        if (number is { } lockNumber && CellOf(operation.Kind) is { } cell && IsTaken(state, goroutine, operation, cell))
        {
            taken.Add((new HeldLock(goroutine, lockNumber, at, operation.Kind is OperationKind.ReadLock or OperationKind.TryReadLock, index, null),
                operation.Target, cell));
        }

        foreach (var group in taken.Where(t => t.Held.To == null).GroupBy(t => (t.Address.Bits, t.Cell)).ToArray())
        {
            var given = group.Count() - Read(state, group.First().Address, group.Key.Cell);
            foreach (var one in group.OrderBy(t => t.Held.Goroutine == goroutine ? 0 : 1).Take((int)Math.Max(0, given)))
            {
                taken[taken.IndexOf(one)] = one with { Held = one.Held with { To = index } };
            }
        }
    }

    private static int? CellOf(OperationKind kind) => kind switch
    {
        OperationKind.Lock or OperationKind.TryLock => Locked,
        OperationKind.ReadLock or OperationKind.TryReadLock => Readers,
        OperationKind.WriteLock or OperationKind.WriteLockWait or OperationKind.TryWriteLock => Writer,
        _ => null,
    };

    // Trying may fail, and a writer may have to wait for readers first.
    private static bool IsTaken(MachineState state, int goroutine, Operation operation, int cell) => operation.Kind switch
    {
        OperationKind.TryLock or OperationKind.TryReadLock or OperationKind.TryWriteLock => Read(state, operation.Target, cell) != 0,
        OperationKind.WriteLock => !state.Goroutines.Exists(g => g.Number == goroutine
            && g.Next is { Kind: OperationKind.WriteLockWait } next && next.Target.Bits == operation.Target.Bits),
        _ => true,
    };

    private static long Read(MachineState state, Value address, int cell) =>
        state.Heap.Find(address.Object) is VariableObject variable && address.Offset + cell < variable.Cells.Length
            ? variable.Cells[address.Offset + cell].Bits : 0;
}
