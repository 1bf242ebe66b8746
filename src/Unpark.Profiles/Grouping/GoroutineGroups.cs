using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>Puts the goroutines of a profile together by where they are.</summary>
public static class GoroutineGroups
{
    /// <summary>
    /// The groups of a profile, the largest first, those of equal size in a fixed order. Goroutines are together if their
    /// fingerprint, the line that blocks and the line that started them are the same: states change while a program runs,
    /// and labels differ from request to request.
    /// </summary>
    public static ImmutableArray<GoroutineGroup> Of(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var fingerprints = new Dictionary<CallStack, (string, Frame?)>(ReferenceEqualityComparer.Instance);
        var groups = new Dictionary<Key, List<GoroutineRecord>>();
        foreach (var record in profile.Records)
        {
            if (!fingerprints.TryGetValue(record.Stack, out var found))
            {
                found = (Fingerprint.Of(record.Stack), Fingerprint.Blocked(record.Stack));
                fingerprints.Add(record.Stack, found);
            }

            var (fingerprint, blocked) = found;
            var key = new Key(fingerprint, blocked?.File, blocked?.Line ?? 0, record.Stack.CreatedBy?.File,
                record.Stack.CreatedBy?.Line ?? 0);
            if (!groups.TryGetValue(key, out var records))
            {
                groups.Add(key, records = []);
            }

            records.Add(record);
        }

        // A leak profile without states has leaked goroutines only.
        var allLeaked = profile is { Name: "goroutineleak", Format: not ProfileFormat.Stacks };
        return [.. groups.Select(g => Make(g.Key.Fingerprint, g.Value, allLeaked))
            .OrderByDescending(g => g.Count)
            .ThenByDescending(g => g.Waited.Max)
            .ThenBy(g => g.Blocked?.File, StringComparer.Ordinal)
            .ThenBy(g => g.Blocked?.Line)
            .ThenBy(g => g.Fingerprint, StringComparer.Ordinal)];
    }

    private static GoroutineGroup Make(string fingerprint, List<GoroutineRecord> records, bool allLeaked)
    {
        var states = new Dictionary<GoroutineState, long>();
        var labels = new Dictionary<string, (ImmutableArray<Label> Labels, long Count)>(StringComparer.Ordinal);
        var waited = WaitTimes.None;
        var largest = records[0];
        foreach (var record in records)
        {
            states[record.State] = states.GetValueOrDefault(record.State) + record.Count;
            waited = waited.Add(record.Waited);
            largest = record.Count > largest.Count ? record : largest;
            if (!record.Labels.IsEmpty)
            {
                var name = string.Join('\0', record.Labels.Select(l => $"{l.Key}\0{l.Value}"));
                labels[name] = (record.Labels, labels.GetValueOrDefault(name).Count + record.Count);
            }
        }

        return new GoroutineGroup
        {
            Fingerprint = fingerprint,
            Count = records.Sum(r => r.Count),
            States = [.. states.OrderByDescending(s => s.Value).ThenBy(s => s.Key.Text, StringComparer.Ordinal)
                .Select(s => (s.Key, s.Value))],
            Labels = [.. labels.OrderByDescending(l => l.Value.Count).ThenBy(l => l.Key, StringComparer.Ordinal)
                .Select(l => l.Value)],
            Waited = waited,
            Stack = largest.Stack,
            Blocked = Fingerprint.Blocked(largest.Stack),
            Ids = [.. records.SelectMany(r => r.Ids).Order().Take(GoroutineRecord.MaxIds)],
            Leaked = records.Where(r => allLeaked || r.State.Leaked).Sum(r => r.Count),
        };
    }

    private readonly record struct Key(string Fingerprint, string? File, int Line, string? CreatedFile, int CreatedLine);
}
