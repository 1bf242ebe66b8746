using Unpark.Explorer;

namespace Unpark.Analysis.Schedules;

/// <summary>Which rule is about a leak that an exploration found.</summary>
public static class LeakRules
{
    /// <summary>The number of the rule; null if there is none about such leaks.</summary>
    /// <param name="leak">The leak.</param>
    /// <param name="trace">What happens in its schedule; null if that is not known.</param>
    /// <param name="goroutine">The goroutine in the trace.</param>
    /// <param name="at">Where it waits.</param>
    public static string? IdOf(LeakedGoroutine leak, Trace? trace, TracedGoroutine? goroutine, StackFrame at)
    {
        ArgumentNullException.ThrowIfNull(leak);
        ArgumentNullException.ThrowIfNull(at);
        if (goroutine is not null && trace is not null && goroutine.Objects.Any(o => trace.Objects[o].Kind == "once"))
        {
            return "UP607";
        }

        return leak.WaitReason switch
        {
            "chan send" => "UP101",
            "chan receive" => IsRange(at) ? "UP103" : "UP102",
            "chan send (nil chan)" or "chan receive (nil chan)" => "UP104",
            "select (no cases)" => "UP108",
            "sync.WaitGroup.Wait" => "UP109",
            "sync.Cond.Wait" => "UP110",
            "sync.Mutex.Lock" or "sync.RWMutex.Lock" or "sync.RWMutex.RLock" => LockRule(trace, goroutine),
            _ => null,
        };
    }

    // Who holds the lock, and what that one does, is what tells the rules about locks from each other.
    private static string? LockRule(Trace? trace, TracedGoroutine? goroutine)
    {
        if (trace is null || goroutine is null
            || trace.Locks.FirstOrDefault(l => l.To == null && goroutine.Objects.Contains(l.Object)) is not { } held)
        {
            return null;
        }

        if (held.Goroutine == goroutine.Number)
        {
            return "UP602";
        }

        return trace.Goroutines.FirstOrDefault(g => g.Number == held.Goroutine) switch
        {
            { Fate: GoroutineFate.Ended } => "UP601",
            { Fate: GoroutineFate.Stuck } holder when holder.Objects.Any(o => trace.Locks.Any(l => l.Object == o && l.To == null && l.Goroutine == goroutine.Number)) => "UP603",
            { Fate: GoroutineFate.Stuck } holder when holder.Objects.All(o => trace.Objects[o].Kind != "lock") => "UP604",
            _ => null,
        };
    }

    private static bool IsRange(StackFrame at) => at.Source is { } file
        && file.Content[at.Start..at.End].StartsWith("for"u8);
}
