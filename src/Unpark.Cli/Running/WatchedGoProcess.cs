using System.Diagnostics;
using System.Net;
using Unpark.Cli.Checking;
using Unpark.Cli.Profiling;
using Unpark.GoTest;
using Unpark.Profiles;

namespace Unpark.Cli.Running;

/// <summary>
/// A running Go program that nothing was woven into, and what it tells of its goroutines over net/http/pprof: when it has
/// started up, now and then, and before it is told to end.
/// </summary>
internal sealed class WatchedGoProcess
{
    private const long MostForStacks = 10_000;
    private const int MostTries = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Closing = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);

    private readonly ProfileSource source;
    private readonly ProfileInputs inputs;
    private readonly string? given;
    private readonly TimeSpan? warmup;
    private readonly Dictionary<IPEndPoint, int> tries = [];
    private readonly long seen = Stopwatch.GetTimestamp();
    private ProfileWatch? watch;
    private string root = "";
    private long answered;
    private long counted;
    private long? count;
    private long due;

    /// <summary>Makes one.</summary>
    /// <param name="process">The process.</param>
    /// <param name="source">What opens servers.</param>
    /// <param name="inputs">What reads profiles of them.</param>
    /// <param name="given">Where it serves its profiles, <c>none</c>, or null if that is to be found out.</param>
    /// <param name="warmup">How long it takes to start up; null if that is over when the number of its goroutines rests.</param>
    public WatchedGoProcess(GoProcess process, ProfileSource source, ProfileInputs inputs, string? given, TimeSpan? warmup)
    {
        (Process, this.source, this.inputs, this.given, this.warmup) = (process, source, inputs, given, warmup);
    }

    /// <summary>The process.</summary>
    public GoProcess Process { get; }

    /// <summary>Where it serves its profiles; null if that is not known.</summary>
    public string? Address => watch is null ? null : root;

    /// <summary>Its goroutines after it has started up; null if it has not told.</summary>
    public Profile? Before { get; private set; }

    /// <summary>Its goroutines as they were told last.</summary>
    public Profile? After { get; private set; }

    /// <summary>Its goroutines at SIGQUIT, or when it did not end; null if it was not asked for them or did not tell.</summary>
    public Profile? Dump { get; private set; }

    /// <summary>True if that was when the load was over, and it had not been told to end yet.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Does what is to be done while the process runs.</summary>
    public void Look()
    {
        try
        {
            if (watch is null)
            {
                Find();
            }
            else if (Before is null)
            {
                Begin(watch);
            }
            else if (Stopwatch.GetTimestamp() >= due)
            {
                Round(watch);
            }
        }
        catch (CheckException)
        {
            // It does not answer now; it may again, or has ended.
        }
    }

    /// <summary>Takes the last profile before the process is told to end, when the number of its goroutines has come to rest.</summary>
    public void Finish(TimeSpan settle)
    {
        if (watch is null || Before is null)
        {
            return;
        }

        try
        {
            var start = Stopwatch.GetTimestamp();
            for (long? number = watch.Count(), next; Stopwatch.GetElapsedTime(start) < settle; number = next)
            {
                Thread.Sleep(Rest);
                next = watch.Count();
                if (next >= number)
                {
                    break;
                }
            }

            After = Stacks();
            IsFinished = true;
        }
        catch (CheckException)
        {
            // The last one that was taken has to do.
        }
    }

    /// <summary>Takes the goroutines of a process that does not end, or that serves no profiles.</summary>
    /// <param name="program">The program that it belongs to.</param>
    /// <param name="patience">How long it may take.</param>
    public void Ask(BuiltProgram program, TimeSpan patience)
    {
        try
        {
            Dump = watch is null ? null : Stacks();
        }
        catch (CheckException)
        {
            // It has ended that part of itself.
        }

        if (Dump is null && program.Dump(Process, patience) is { } text)
        {
            Dump = Parse(text);
        }
    }

    private static Profile? Parse(string text)
    {
        try
        {
            return ProfileReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))).FirstOrDefault();
        }
        catch (ProfileException)
        {
            return null;
        }
    }

    // Ports are tried of programs only that have what is looked for.
    private void Find()
    {
        if (given is not null)
        {
            if (given != "none")
            {
                Try(given);
            }

            return;
        }

        foreach (var port in Process.Executable.HasProfiles ? ListeningPorts.Of(Process.Id) : [])
        {
            if (watch is not null || tries.GetValueOrDefault(port) >= MostTries)
            {
                continue;
            }

            tries[port] = tries.GetValueOrDefault(port) + 1;
            try
            {
                Try($"http://{port}");
            }
            catch (CheckException)
            {
                // Something else answers there.
            }
        }
    }

    private void Try(string address)
    {
        var candidate = new ProfileWatch(source, inputs, address, MostForStacks, CancellationToken.None);
        if (candidate.Count() is { } number)
        {
            (watch, count, answered, counted) = (candidate, number, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
            root = source.RootOf(address)!;
        }
    }

    private void Begin(ProfileWatch watch)
    {
        if (warmup is { } time)
        {
            if (Stopwatch.GetElapsedTime(seen) < time)
            {
                return;
            }
        }
        else
        {
            if (Stopwatch.GetElapsedTime(counted) < Rest)
            {
                return;
            }

            var now = watch.Count();
            var rests = now == count || Stopwatch.GetElapsedTime(answered) >= LongestStart;
            (count, counted) = (now, Stopwatch.GetTimestamp());
            if (!rests)
            {
                return;
            }
        }

        Round(watch);
        Before = After;
    }

    private void Round(ProfileWatch watch)
    {
        var took = watch.Round();
        After = watch.Profiles[^1];
        due = Stopwatch.GetTimestamp() + (long)(ProfileWatch.Pause(Interval, took).TotalSeconds * Stopwatch.Frequency);
    }

    // With the marks of Go's leak detection, where the program has that.
    private Profile Stacks()
    {
        // The connection of the last question should not be in the answer.
        Thread.Sleep(Closing);
        try
        {
            return inputs.Read($"{root}goroutineleak?debug=2")[0].Profile;
        }
        catch (CheckException)
        {
            Thread.Sleep(Closing);
            return inputs.Read($"{root}goroutine?debug=2")[0].Profile;
        }
    }
}
