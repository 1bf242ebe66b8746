using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>
/// How long goroutines have waited, in minutes. Go's figures are off by a collection cycle in both directions, are absent
/// below one minute and before the first collection, and absent from goroutines that are marked as leaked.
/// </summary>
/// <param name="Known">How many goroutines have a figure.</param>
/// <param name="Min">The least of them; 0 if there is none.</param>
/// <param name="Max">The greatest of them; 0 if there is none.</param>
/// <param name="Buckets">How many waited 1, 2 to 3, 4 to 7, 8 to 15 minutes and so on; as long as needed.</param>
public sealed record WaitTimes(long Known, long Min, long Max, ImmutableArray<long> Buckets)
{
    /// <summary>No figures.</summary>
    public static WaitTimes None { get; } = new(0, 0, 0, []);

    /// <summary>These and others together.</summary>
    public WaitTimes Add(WaitTimes other)
    {
        if (Known == 0 || other.Known == 0)
        {
            return Known == 0 ? other : this;
        }

        var (longer, shorter) = Buckets.Length >= other.Buckets.Length ? (Buckets, other.Buckets) : (other.Buckets, Buckets);
        var sum = longer.ToBuilder();
        for (var i = 0; i < shorter.Length; i++)
        {
            sum[i] += shorter[i];
        }

        return new WaitTimes(Known + other.Known, Math.Min(Min, other.Min), Math.Max(Max, other.Max), sum.ToImmutable());
    }
}
