using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Cli.Profiling;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Profiles that are compared, and what is to be shown of them.</summary>
/// <param name="Profiles">The profiles in their order.</param>
/// <param name="Groups">Their goroutines, what changed first.</param>
/// <param name="Explained">What the source says of a group that the last profile has.</param>
/// <param name="Paths">How paths are shown.</param>
internal sealed record DiffView(ImmutableArray<NamedProfile> Profiles, ImmutableArray<ComparedGroup> Groups,
    ImmutableDictionary<GoroutineGroup, ExplainedGroup> Explained, PathDisplay Paths)
{
    /// <summary>True if slopes are per hour, and not from one profile to the next.</summary>
    public bool IsTimed => ProfileDiff.IsTimed([.. Profiles.Select(p => p.Profile)]);

    /// <summary>A group with what its source says of it.</summary>
    public ExplainedGroup Of(ComparedGroup group)
        => Explained.GetValueOrDefault(group.Diagnosed.Group) ?? new ExplainedGroup(group.Diagnosed, null);

    /// <summary>The lifecycles of libraries that were not ended, with the number of their goroutines, the most first.</summary>
    public IEnumerable<(string Name, long Count)> OpenLifecycles
        => Groups.Where(g => g.Lifecycle is not null && g.Change is not (GroupChange.Shrunk or GroupChange.Gone))
            .GroupBy(g => g.Lifecycle!, StringComparer.Ordinal).Select(g => (g.Key, Count: g.Sum(x => x.Counts[^1])))
            .OrderByDescending(o => o.Count).ThenBy(o => o.Key, StringComparer.Ordinal);
}
