using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace Unpark.GoTest;

/// <summary>Runs <c>go test</c>, shows what it prints, and collects the reports of its test executables.</summary>
public sealed class GoTestRun
{
    private readonly GoTestOptions options;

    /// <summary>Makes a run.</summary>
    public GoTestRun(GoTestOptions options)
    {
        this.options = options;
    }

    /// <summary>
    /// True if test executables can run themselves several times (<see cref="NoiseSettings.Runs"/>): what the user has them run
    /// by, or fuzzing, may not like that.
    /// </summary>
    public static bool CanRepeat(GoTestArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return !arguments.IsFuzzing && !arguments.IsBuildOnly && !arguments.IsList && !arguments.Flags.ContainsKey("exec");
    }

    /// <summary>Runs the tests.</summary>
    /// <param name="output">Where standard output goes.</param>
    /// <param name="errors">Where standard error goes.</param>
    /// <param name="cancellation">Ends the go command and all that it has started.</param>
    /// <exception cref="GoTestException">There is no go command.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public GoTestResult Run(TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var (exitCode, packages) = Execute(output, errors, cancellation);
        return new GoTestResult(exitCode, [.. packages.Select(PackageReport.Of)]);
    }

    /// <summary>
    /// Runs the tests several times, each with the next seed (<see cref="NoiseSettings.Runs"/>). Of each package is shown what
    /// the first run prints that fails, or the last.
    /// </summary>
    /// <param name="output">Where standard output goes.</param>
    /// <param name="errors">Where standard error goes.</param>
    /// <param name="cancellation">Ends the go command and all that it has started.</param>
    /// <returns>The result for each seed.</returns>
    /// <exception cref="GoTestException">There is no go command.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public ImmutableArray<GoTestResult> RunEach(TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var noise = options.Noise ?? throw new InvalidOperationException("there is no noise");
        var (exitCode, packages) = Execute(output, errors, cancellation);
        // What was not built has failed in each run.
        var other = packages.Any(p => p.Runs.Any(r => r.ExitCode != 0)) ? 0 : exitCode;
        return
        [
            .. Enumerable.Range(0, noise.Runs).Select(i => noise.Seed + (uint)i).Select(seed =>
            {
                var runs = packages.Select(p => p.Runs.Count == 0 ? PackageReport.Of(p)
                    : p.Runs.FirstOrDefault(r => r.Seed == seed) is { } run ? PackageReport.Of(p, run) : null).OfType<PackageReport>().ToImmutableArray();
                return new GoTestResult(runs.Any(r => r.End == "fail") ? Math.Max(exitCode, 1) : other, runs);
            }),
        ];
    }

    private (int ExitCode, IReadOnlyList<PackageOutput> Packages) Execute(TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(options.GoRoot is null ? options.GoCommand : Path.Combine(options.GoRoot, "bin", "go"), Command())
        {
            WorkingDirectory = options.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["UNPARK_TEST"] = Setting();
        if (options.GoRoot is { } root)
        {
            start.Environment["GOROOT"] = root;
            start.Environment["GOTOOLCHAIN"] = "local";
        }

        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        var writer = new OutputWriter(options.Arguments, options.Noise is { Runs: > 1 }, output, errors);
        using var process = GoCommand.Start(start);
        using var registration = cancellation.Register(() => new ProcessTree(process).Stop());
        var paths = new WovenPaths(options.Overlay.Woven, Path.GetFullPath(options.Arguments.Folder ?? "", options.Folder));
        var copying = Task.Run(() => Copy(process.StandardError, errors, paths), CancellationToken.None);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            writer.Line(paths.Restore(line));
        }

        copying.GetAwaiter().GetResult();
        process.WaitForExit();
        writer.End(process.ExitCode);
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, writer.Packages);
    }

    private IEnumerable<string> Command()
    {
        yield return "test";
        if (options.Arguments.Folder is { } folder)
        {
            // The go command wants this flag to be the first one.
            yield return "-C";
            yield return folder;
        }

        if (options.Arguments.IsBuildOnly)
        {
            // What is built is what the go command builds.
            foreach (var argument in options.Arguments.Without("C"))
            {
                yield return argument;
            }

            yield break;
        }

        yield return "-json";
        yield return "-overlay=" + options.Overlay.Path;
        if (options.Noise is not null)
        {
            // A schedule is never quite the same, so that no result is worth keeping. What the user says goes before this.
            yield return "-count=1";
        }

        string[] own = ["C", "json", "overlay"];
        if (options.Noise is { Runs: > 1 and var runs })
        {
            // What a single run may take the executables are told otherwise.
            yield return string.Create(CultureInfo.InvariantCulture, $"-timeout={(options.Arguments.Timeout is { } time ? time.TotalSeconds * runs : 0):F0}s");
            own = [.. own, "timeout"];
        }

        foreach (var argument in options.Arguments.Without(own))
        {
            yield return argument;
        }
    }

    private string Setting()
    {
        var setting = string.Create(CultureInfo.InvariantCulture, $"settle={options.Settle.TotalMilliseconds:F0}ms");
        if (options.Noise is { } noise)
        {
            setting += string.Create(CultureInfo.InvariantCulture, $",seed={noise.Seed},noise={noise.Most.TotalMilliseconds:F0}ms");
            setting += noise.Runs < 2 ? ""
                : string.Create(CultureInfo.InvariantCulture, $",runs={noise.Runs},timeout={options.Arguments.Timeout?.TotalMilliseconds ?? 0:F0}ms");
        }

        return options.Arguments.IsJson ? setting + ",json" : options.Arguments.IsVerbose ? setting + ",verbose" : setting;
    }

    private static void Copy(StreamReader from, TextWriter to, WovenPaths paths)
    {
        if (!paths.IsEmpty)
        {
            while (from.ReadLine() is { } line)
            {
                lock (to)
                {
                    to.Write(paths.Restore(line) + "\n");
                    to.Flush();
                }
            }

            return;
        }

        var buffer = new char[4096];
        int read;
        while ((read = from.Read(buffer)) > 0)
        {
            lock (to)
            {
                to.Write(buffer.AsSpan(0, read));
                to.Flush();
            }
        }
    }
}
