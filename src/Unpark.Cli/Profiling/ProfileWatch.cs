using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Unpark.Cli.Checking;
using Unpark.Profiles;

namespace Unpark.Cli.Profiling;

/// <summary>
/// Takes profiles of a process again and again, at a cost that it does not feel: the count first, stacks only if it has
/// changed, Go's leak detection rarely, and dumps for which the process stands still only while there are few goroutines.
/// </summary>
internal sealed partial class ProfileWatch
{
    // Profiles may take this share of the time at most, the leak profile, for which the process collects, the smaller one.
    private const double Share = 0.05;
    private const double LeakShare = 0.01;
    private const int MostProfiles = 24;
    private const int MostUnchanged = 5;

    private static readonly TimeSpan LeakPause = TimeSpan.FromMinutes(1);

    private readonly ProfileSource source;
    private readonly ProfileInputs inputs;
    private readonly string root;
    private readonly long mostForStacks;
    private readonly CancellationToken cancellation;
    private readonly Queue<Profile> profiles = [];
    private ImmutableHashSet<string> leaked = [];
    private long lastCount = -1;
    private int unchanged;
    private bool hasLeakProfile = true;
    private long lastLeak = long.MinValue;
    private TimeSpan leakTook;

    /// <summary>Makes one.</summary>
    /// <param name="source">What opens servers.</param>
    /// <param name="inputs">What reads profiles of them.</param>
    /// <param name="input">The server, as <c>unpark profile</c> takes it.</param>
    /// <param name="mostForStacks">With how many goroutines dumps are taken at most.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public ProfileWatch(ProfileSource source, ProfileInputs inputs, string input, long mostForStacks, CancellationToken cancellation)
    {
        (this.source, this.inputs, this.mostForStacks, this.cancellation) = (source, inputs, mostForStacks, cancellation);
        root = source.RootOf(input) ?? throw new CheckException($"{input}: only a server can be watched");
    }

    /// <summary>The profiles taken so far, the last ones.</summary>
    public ImmutableArray<Profile> Profiles => [.. profiles];

    /// <summary>The fingerprints of what Go's leak detection has found the last time.</summary>
    public IReadOnlySet<string> Leaked => leaked;

    /// <summary>How long to wait after the round before the next one.</summary>
    public static TimeSpan Pause(TimeSpan interval, TimeSpan took)
    {
        var least = took / Share;
        return least > interval ? least : interval;
    }

    /// <summary>Takes a profile, if anything has changed; gives how long the process was at it.</summary>
    public TimeSpan Round()
    {
        var start = Stopwatch.GetTimestamp();
        var count = Count();
        // Goroutines may come and go in equal numbers.
        if (count is null || count != lastCount || ++unchanged >= MostUnchanged || profiles.Count == 0)
        {
            unchanged = 0;
            lastCount = count ?? -1;
            profiles.Enqueue(inputs.Read($"{root}goroutine?debug={(count <= mostForStacks ? 2 : 0)}")[0].Profile);
            while (profiles.Count > MostProfiles)
            {
                profiles.Dequeue();
            }
        }

        DetectLeaks();
        return Stopwatch.GetElapsedTime(start);
    }

    private void DetectLeaks()
    {
        var rest = leakTook / LeakShare;
        if (!hasLeakProfile || (lastLeak != long.MinValue && Stopwatch.GetElapsedTime(lastLeak) < (rest > LeakPause ? rest : LeakPause)))
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        try
        {
            leaked = [.. inputs.Read($"{root}goroutineleak")[0].Profile.Records.Where(r => r.Count > 0)
                .Select(r => Fingerprint.Of(r.Stack))];
        }
        catch (CheckException)
        {
            // Go before 1.27 has none.
            hasLeakProfile = false;
        }

        (lastLeak, leakTook) = (start, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>How many goroutines there are; null if what answers is not net/http/pprof.</summary>
    // The page of /debug/pprof/ has the counts of all profiles and costs nothing.
    public long? Count()
    {
        using var stream = source.Open(root, cancellation);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var buffer = new char[1 << 16];
        var match = CountOfGoroutines().Match(new string(buffer, 0, reader.ReadBlock(buffer)));
        return match.Success && long.TryParse(match.Groups[1].ValueSpan, out var count) ? count : null;
    }

    [GeneratedRegex(@"<td>(\d+)</td>\s*<td><a href='?goroutine\?")]
    private static partial Regex CountOfGoroutines();
}
