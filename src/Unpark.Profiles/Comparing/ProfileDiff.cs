using System.Collections.Immutable;
using System.Globalization;

namespace Unpark.Profiles;

/// <summary>Compares profiles of one program, taken one after the other, perhaps of different builds and in different forms.</summary>
public static class ProfileDiff
{
    private const int FewestForTest = 4;

    /// <summary>The goroutines of two or more profiles: what is new first, then what has grown, the most first.</summary>
    public static ImmutableArray<ComparedGroup> Of(IReadOnlyList<Profile> profiles, DiffOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentOutOfRangeException.ThrowIfLessThan(profiles.Count, 2);
        options ??= new DiffOptions();
        var groups = profiles.Select(p => ProfileDiagnosis.Of(p, options.Diagnosis)).ToArray();
        var keys = new GroupKeys([.. groups.Select(p => p.Select(g => (g.Group, g.Signature)).ToImmutableArray())]);
        var times = Times(profiles);
        var rows = new Dictionary<string, (DiagnosedGroup Last, long[] Counts)>(StringComparer.Ordinal);
        for (var i = 0; i < groups.Length; i++)
        {
            foreach (var group in groups[i])
            {
                var key = keys.Of(group.Group);
                var counts = rows.TryGetValue(key, out var row) ? row.Counts : new long[groups.Length];
                counts[i] += group.Group.Count;
                // The largest of the last profile stands for all that go by the same key.
                rows[key] = row.Last is null || counts[i] == group.Group.Count ? (group, counts) : (row.Last, counts);
            }
        }

        return [.. rows.Values.Select(r => Compare(r.Last, [.. r.Counts], times, options))
            .OrderByDescending(g => g.Change).ThenByDescending(g => Math.Abs(g.Difference)).ThenByDescending(g => g.Diagnosed.Verdict)];
    }

    // Where all profiles say when they were made the unit is an hour, else from one to the next.
    private static double[] Times(IReadOnlyList<Profile> profiles)
    {
        var known = IsTimed(profiles);
        return [.. profiles.Select((p, i) => known ? (p.Time!.Value - profiles[0].Time!.Value).TotalHours : i)];
    }

    /// <summary>True if slopes are per hour, and not from one profile to the next.</summary>
    public static bool IsTimed(IReadOnlyList<Profile> profiles)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        return profiles.All(p => p.Time is not null) && profiles.Zip(profiles.Skip(1)).All(p => p.First.Time < p.Second.Time);
    }

    private static ComparedGroup Compare(DiagnosedGroup group, ImmutableArray<long> counts, double[] times, DiffOptions options)
    {
        if (group.Signature is { IsUsualInAnyNumber: true } && group.Verdict == Verdict.Normal)
        {
            return new ComparedGroup(group, counts, GroupChange.Same, counts.Length == 2 ? null : Trend.Of(times, [.. counts.Select(c => (double)c)]),
                "any number of these is usual");
        }

        var change = Simple(counts, options.Threshold);
        if (counts.Length == 2)
        {
            return new ComparedGroup(group, counts, change, null, "");
        }

        var trend = Trend.Of(times, [.. counts.Select(c => (double)c)]);
        if (change is GroupChange.Same || counts.Length < FewestForTest)
        {
            // Three values cannot tell a trend from chance; they must at least go one way.
            var monotone = IsMonotone(counts);
            return new ComparedGroup(group, counts, monotone ? change : GroupChange.Same, trend,
                change == GroupChange.Same ? "" : monotone ? "it goes one way, in too few profiles for a test" : "it goes up and down");
        }

        // What comes from nothing and stays needs no test: where there was none before is no noise.
        var comes = change is GroupChange.New or GroupChange.Gone && IsMonotone(counts);
        if (comes)
        {
            return new ComparedGroup(group, counts, change, trend, "");
        }

        var significant = trend.PValue <= options.Significance && Math.Sign(trend.Slope) == Math.Sign(counts[^1] - counts[0]);
        var chance = trend.PValue.ToString("0.###", CultureInfo.InvariantCulture);
        return new ComparedGroup(group, counts, significant ? change : GroupChange.Same, trend,
            significant ? $"chance of this in noise: {chance}" : $"noise would look like this with a chance of {chance}");
    }

    private static bool IsMonotone(ImmutableArray<long> counts)
        => counts.Zip(counts.Skip(1)).All(p => p.First <= p.Second) || counts.Zip(counts.Skip(1)).All(p => p.First >= p.Second);

    private static GroupChange Simple(ImmutableArray<long> counts, long threshold)
    {
        var (first, last) = (counts[0], counts[^1]);
        return Math.Abs(last - first) < threshold || last == first ? GroupChange.Same
            : first == 0 ? GroupChange.New
            : last == 0 ? GroupChange.Gone
            : last > first ? GroupChange.Grown : GroupChange.Shrunk;
    }
}
