using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>
/// Goroutines of one state that stand at the same place with the same values: exchanging them changes nothing. They are
/// compared by what they will read again.
/// </summary>
internal sealed class GoroutineState : IEqualityComparer<Goroutine>
{
    private GoroutineState()
    {
    }

    public static GoroutineState Comparer { get; } = new();

    public bool Equals(Goroutine? x, Goroutine? y)
    {
        if (x!.Next?.Kind != y!.Next?.Kind || x.Cond.Bits != y.Cond.Bits || x.IsNotified != y.IsNotified
            || x.CreatedAt != y.CreatedAt || x.Next is { Kind: OperationKind.TimerStart })
        {
            return ReferenceEquals(x, y);
        }

        var a = x.Top;
        var b = y.Top;
        for (; a != null && b != null; a = a.Caller, b = b.Caller)
        {
            if (!Same(a, b, a == x.Top))
            {
                return false;
            }
        }

        return a == null && b == null;
    }

    public int GetHashCode(Goroutine obj)
    {
        var hash = HashCode.Combine(obj.Next?.Kind, obj.CreatedAt);
        for (var frame = obj.Top; frame != null; frame = frame.Caller)
        {
            hash = HashCode.Combine(hash, frame.Code.Number, frame.Place);
        }

        return hash;
    }

    private static bool Same(Frame a, Frame b, bool isTop)
    {
        if (!ReferenceEquals(a.Code, b.Code) || a.Place != b.Place || !ReferenceEquals(a.Defers?.Source, b.Defers?.Source)
            || !SameCalls(a.Defers, b.Defers) || a.Panic != b.Panic || a.IsDeferred != b.IsDeferred || a.Ends.Bits != b.Ends.Bits)
        {
            return false;
        }

        var called = !isTop && a.Current.Op == SsaOp.Call;
        var place = called ? a.Place + 1 : a.Place;
        for (var i = 0; i < a.Registers.Length; i++)
        {
            if (a.Code.Liveness.IsLive(place, i) && !(called && i == a.Current.Target)
                && !ValueComparer.Instance.Equals(a.Registers[i], b.Registers[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameCalls(DeferredCall? a, DeferredCall? b)
    {
        for (; a != null && b != null; a = a.Before, b = b.Before)
        {
            if (!ReferenceEquals(a.Source, b.Source) || !ValueComparer.Instance.Equals(a.Function, b.Function)
                || !a.Arguments.AsSpan().SequenceEqual(b.Arguments, ValueComparer.Instance))
            {
                return false;
            }
        }

        return a == null && b == null;
    }
}
