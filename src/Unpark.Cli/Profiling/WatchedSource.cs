using System.Collections.Immutable;
using System.Diagnostics;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Profiling;

/// <summary>
/// What the source says of goroutines that are watched. It is asked only about groups that it has not been asked about, and
/// not all the time: the program that is watched may run on this machine.
/// </summary>
/// <param name="explain">Joins groups with their source.</param>
internal sealed class WatchedSource(Func<ImmutableArray<DiagnosedGroup>, ImmutableArray<ExplainedGroup>> explain)
{
    // Reading source may take this share of the time, once what was there at first is read.
    private const double Share = 0.05;

    private readonly Dictionary<Key, SourceExplanation?> known = [];
    private long lastEnd = long.MinValue;
    private TimeSpan lastTook;

    /// <summary>The groups with what is known of their source, in the order of <paramref name="groups"/>.</summary>
    public ImmutableArray<ExplainedGroup> Of(ImmutableArray<DiagnosedGroup> groups)
    {
        var fresh = groups.Where(g => !known.ContainsKey(Key.Of(g.Group))).ToImmutableArray();
        if (!fresh.IsEmpty && (lastEnd == long.MinValue || Stopwatch.GetElapsedTime(lastEnd) >= lastTook / Share))
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var explained in explain(fresh))
            {
                known[Key.Of(explained.Group)] = explained.Source;
            }

            (lastEnd, lastTook) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(start));
        }

        return [.. groups.Select(g => new ExplainedGroup(g, known.GetValueOrDefault(Key.Of(g.Group))))];
    }

    private readonly record struct Key(string Fingerprint, string? File, int Line, string? CreatedFile, int CreatedLine)
    {
        public static Key Of(GoroutineGroup group) => new(group.Fingerprint, group.Blocked?.File, group.Blocked?.Line ?? 0,
            group.Stack.CreatedBy?.File, group.Stack.CreatedBy?.Line ?? 0);
    }
}
