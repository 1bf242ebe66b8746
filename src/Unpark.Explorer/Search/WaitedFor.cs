using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>What a goroutine that cannot go on waits for.</summary>
internal static class WaitedFor
{
    /// <summary>The channels, or the address of the lock, group or other variable. Nil channels help nobody.</summary>
    public static IEnumerable<Value> By(Goroutine goroutine)
    {
        if (goroutine.Next is not { } next)
        {
            yield break;
        }

        if (next.Kind != OperationKind.Select)
        {
            yield return next.Target;
            yield break;
        }

        foreach (var one in ((SsaSelect)goroutine.Top!.Current.Source).Cases)
        {
            if (one.Kind != SsaSelectKind.Default)
            {
                yield return Interpreter.ChannelOf(goroutine, one);
            }
        }
    }
}
