using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>
/// What groups of several profiles are recognised by. Forms without creators are compared without them. Two places in one
/// function are kept apart by their lines as long as the profiles agree on these; where lines have moved they are one.
/// Goroutines of a known kind are one: where in their loop they are is chance.
/// </summary>
internal sealed class GroupKeys
{
    private readonly bool withCreators;
    private readonly HashSet<string> moved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Signature?> kinds = new(StringComparer.Ordinal);

    public GroupKeys(ImmutableArray<(GoroutineGroup Group, Signature? Kind)>[] profiles)
    {
        withCreators = profiles.All(p => p.IsEmpty || p.Any(g => g.Group.Stack.CreatedBy is not null));
        var lines = new Dictionary<string, List<HashSet<int>>>(StringComparer.Ordinal);
        for (var i = 0; i < profiles.Length; i++)
        {
            foreach (var (group, kind) in profiles[i])
            {
                var name = Name(group);
                // A form may not tell which kind it is.
                kinds[name] = !kinds.TryGetValue(name, out var known) || known == kind ? kind : null;
                if (!lines.TryGetValue(name, out var sets))
                {
                    lines.Add(name, sets = [.. profiles.Select(_ => new HashSet<int>())]);
                }

                sets[i].Add(group.Blocked?.Line ?? 0);
            }
        }

        foreach (var (name, sets) in lines)
        {
            var present = sets.Where(s => s.Count > 0).ToArray();
            if (present.Any(s => !s.Overlaps(present[0])))
            {
                moved.Add(name);
            }
        }
    }

    public string Of(GoroutineGroup group)
    {
        var name = Name(group);
        return kinds[name] is { } kind ? $"kind {kind.Name}" : moved.Contains(name) ? name : $"{name}:{group.Blocked?.Line ?? 0}";
    }

    private string Name(GoroutineGroup group)
        => withCreators && group.Stack.CreatedBy is { } creator ? $"{group.Fingerprint} {Fingerprint.NameOf(creator)}" : group.Fingerprint;
}
