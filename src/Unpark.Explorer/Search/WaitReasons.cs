using System.Collections.Immutable;
using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>What goroutines wait for, in the words of Go's runtime (runtime/runtime2.go, waitReasonStrings).</summary>
internal static class WaitReasons
{
    public static string Of(Goroutine goroutine)
    {
        var next = goroutine.Next!;
        return next.Kind switch
        {
            OperationKind.Send => next.Target.IsZero ? "chan send (nil chan)" : "chan send",
            OperationKind.Receive => next.Target.IsZero ? "chan receive (nil chan)" : "chan receive",
            OperationKind.Select => Select(((SsaSelect)goroutine.Top!.Current.Source).Cases),
            // A writer waits for another one at a Mutex that the RWMutex has for that.
            OperationKind.Lock or OperationKind.OnceDo or OperationKind.WriteLock => "sync.Mutex.Lock",
            OperationKind.ReadLock => "sync.RWMutex.RLock",
            OperationKind.WriteLockWait => "sync.RWMutex.Lock",
            OperationKind.GroupWait => "sync.WaitGroup.Wait",
            OperationKind.CondWait => "sync.Cond.Wait",
            _ => next.Kind.ToString(),
        };
    }

    // The compiler makes a plain operation of a select with one case.
    private static string Select(ImmutableArray<SsaSelectCase> cases) => cases switch
    {
        [] => "select (no cases)",
        [{ Kind: SsaSelectKind.Send }] => "chan send",
        [{ Kind: SsaSelectKind.Receive }] => "chan receive",
        _ => "select",
    };
}
