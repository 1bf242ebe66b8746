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
            OperationKind.Send => Send(next.Target),
            OperationKind.Receive => Receive(next.Target),
            OperationKind.Select => Select(goroutine, ((SsaSelect)goroutine.Top!.Current.Source).Cases),
            // A writer waits for another one at a Mutex that the RWMutex has for that.
            OperationKind.Lock or OperationKind.OnceDo or OperationKind.WriteLock => "sync.Mutex.Lock",
            OperationKind.ReadLock => "sync.RWMutex.RLock",
            OperationKind.WriteLockWait => "sync.RWMutex.Lock",
            OperationKind.GroupWait => "sync.WaitGroup.Wait",
            OperationKind.CondWait => "sync.Cond.Wait",
            _ => next.Kind.ToString(),
        };
    }

    private static string Send(Value channel) => channel.IsZero ? "chan send (nil chan)" : "chan send";

    private static string Receive(Value channel) => channel.IsZero ? "chan receive (nil chan)" : "chan receive";

    // The compiler makes a plain operation of a select with one case.
    private static string Select(Goroutine goroutine, ImmutableArray<SsaSelectCase> cases) => cases switch
    {
        [] => "select (no cases)",
        [{ Kind: SsaSelectKind.Send } only] => Send(Interpreter.ChannelOf(goroutine, only)),
        [{ Kind: SsaSelectKind.Receive } only] => Receive(Interpreter.ChannelOf(goroutine, only)),
        _ => "select",
    };
}
