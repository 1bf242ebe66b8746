namespace Unpark.Explorer;

/// <summary>Package sync/atomic: each operation is one step. The typed variables take one cell.</summary>
internal static class AtomicIntrinsics
{
    private static readonly string[] Numbers = ["Int32", "Int64", "Uint32", "Uint64", "Uintptr"];

    public static IEnumerable<Intrinsic> All { get; } = Make();

    private static IEnumerable<Intrinsic> Make()
    {
        foreach (var type in Numbers.Append("Pointer"))
        {
            foreach (var operation in new[] { "Load", "Store", "Swap", "CompareAndSwap", "Add", "And", "Or" })
            {
                yield return new($"sync/atomic.{operation}{type}", null, OperationKind.Atomic);
            }
        }

        foreach (var type in Numbers.Append("Pointer").Append("Bool").Append("Value"))
        {
            foreach (var operation in new[] { "Load", "Store", "Swap", "CompareAndSwap", "Add", "And", "Or" })
            {
                yield return new($"sync/atomic.{type}.{operation}", null, OperationKind.Atomic);
            }
        }

        // Steps of models in Go.
        yield return new("context.atomically", null, OperationKind.Atomic);
        yield return new("testing.atomically", null, OperationKind.Atomic);
        yield return new("testing.noteFailure", NoteFailure, null);
        yield return new("context.closeNow", CloseNow, null);
    }

    private static Value NoteFailure(IntrinsicCall call)
    {
        call.Machine.NoteFailure();
        return default;
    }

    private static Value CloseNow(IntrinsicCall call)
    {
        call.Machine.CloseNow(call[0]);
        return default;
    }
}
