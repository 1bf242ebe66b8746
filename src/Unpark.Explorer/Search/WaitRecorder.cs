using System.Collections.Immutable;
using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>Collects where goroutines wait, and whether for something that only explored code can reach.</summary>
internal sealed class WaitRecorder(PackageObjects? outside)
{
    private readonly Dictionary<(SsaInstruction? CreatedAt, int Depth, SsaInstruction At), ObservedWait> waits = [];

    public ImmutableArray<ObservedWait> Waits => [.. waits.Values];

    /// <summary>Notes where the goroutines of a state stand. O(goroutines), with their stacks the first time.</summary>
    public void Add(MachineState state)
    {
        foreach (var goroutine in state.Goroutines)
        {
            if (goroutine is not { Next: { } next, Top: { } top } || !CanBlock(next))
            {
                continue;
            }

            var key = (goroutine.CreatedAt, top.Depth, Models.CallerOf(goroutine));
            if (!waits.TryGetValue(key, out var before))
            {
                before = new ObservedWait(GoNames.StackOf(goroutine),
                    goroutine.CreatedAt == null ? null : GoNames.FrameOf(goroutine.CreatedAt), IsDecided: true);
                waits.Add(key, before);
            }

            if (before.IsDecided && WaitedFor.By(goroutine).Any(v => IsOthers(state, v)))
            {
                waits[key] = before with { IsDecided = false };
            }
        }
    }

    private bool IsOthers(MachineState state, Value value) => value.IsUnknown || (value.IsHeap
        && (state.Heap.Find(value.Object) is { IsExternal: true } || (outside != null && (value.Object < 0 || outside.Contains(value.Object)))));

    private static bool CanBlock(Operation next) => next.IsCompound || next.Kind is OperationKind.Send or OperationKind.Receive
        or OperationKind.Select or OperationKind.Lock or OperationKind.ReadLock or OperationKind.WriteLock or OperationKind.WriteLockWait
        or OperationKind.GroupWait or OperationKind.OnceDo or OperationKind.CondWait;
}
