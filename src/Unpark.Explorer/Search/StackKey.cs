using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>Orders goroutines by where they stand, whatever their numbers are.</summary>
internal static class StackKey
{
    public static long Of(Goroutine goroutine, Func<SsaInstruction, long> siteOf)
    {
        var key = (long)(goroutine.Next?.Kind ?? 0);
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            key = unchecked((key * 1000003) + frame.Code.Number);
            key = unchecked((key * 1000003) + frame.Place);
        }

        return goroutine.CreatedAt == null ? key : unchecked((key * 1000003) + siteOf(goroutine.CreatedAt));
    }
}
