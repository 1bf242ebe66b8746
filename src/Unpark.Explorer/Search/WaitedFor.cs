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
            // What models do in one step has any value as what it is done to.
            yield return next.Target.Reference is InterfaceValue boxed ? boxed.Value : next.Target;
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
