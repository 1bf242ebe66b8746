using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>How many goroutines earlier profiles of a program have at the places of its last one.</summary>
public sealed class GroupHistory
{
    private readonly GroupKeys keys;
    private readonly Dictionary<string, long[]> counts = new(StringComparer.Ordinal);

    /// <summary>Makes the history of profiles, the first one first.</summary>
    public GroupHistory(IReadOnlyList<Profile> profiles)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        Length = profiles.Count;
        var groups = profiles.Select(GoroutineGroups.Of).ToArray();
        keys = new GroupKeys([.. groups.Select(p => p.Select(g => (g, (Signature?)null)).ToImmutableArray())]);
        for (var i = 0; i < groups.Length; i++)
        {
            foreach (var group in groups[i])
            {
                var key = keys.Of(group);
                if (!counts.TryGetValue(key, out var row))
                {
                    counts.Add(key, row = new long[Length]);
                }

                row[i] += group.Count;
            }
        }
    }

    /// <summary>How many profiles there are.</summary>
    public int Length { get; }

    /// <summary>The number of goroutines in each profile that are where a group of one of them is.</summary>
    public ImmutableArray<long> Of(GoroutineGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return counts.TryGetValue(keys.Of(group), out var row) ? [.. row] : [.. new long[Length]];
    }
}
