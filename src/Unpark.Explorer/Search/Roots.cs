using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>What a goroutine refers to by itself.</summary>
internal static class Roots
{
    /// <summary>Adds the values in the frames of a goroutine that may be read again.</summary>
    public static void Push(Goroutine goroutine, Stack<Value> to)
    {
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            var called = frame != goroutine.Top && frame.Current.Op == SsaOp.Call;
            var place = called ? frame.Place + 1 : frame.Place;
            for (var i = 0; i < frame.Registers.Length; i++)
            {
                if (frame.Registers[i].Reference is not null and not GoString && frame.Code.Liveness.IsLive(place, i)
                    && !(called && i == frame.Current.Target))
                {
                    to.Push(frame.Registers[i]);
                }
            }

            for (var call = frame.Defers; call != null; call = call.Before)
            {
                to.Push(call.Function);
                foreach (var argument in call.Arguments)
                {
                    to.Push(argument);
                }
            }

            to.Push(frame.Ends);
            if (frame.Panic is { } panic)
            {
                to.Push(panic.Value);
            }
        }

        if (goroutine.Next is { } next)
        {
            to.Push(next.Target);
        }
    }
}
