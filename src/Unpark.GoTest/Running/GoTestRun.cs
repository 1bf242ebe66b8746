using System.Collections.Immutable;
using System.ComponentModel;
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

    /// <summary>Runs the tests.</summary>
    /// <param name="output">Where standard output goes.</param>
    /// <param name="errors">Where standard error goes.</param>
    /// <param name="cancellation">Ends the go command and all that it has started.</param>
    /// <exception cref="GoTestException">There is no go command.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public GoTestResult Run(TextWriter output, TextWriter errors, CancellationToken cancellation)
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

        var writer = new OutputWriter(options.Arguments, output, errors);
        using var process = GoCommand.Start(start);
        using var registration = cancellation.Register(() => Stop(process));
        var paths = new WovenPaths(options.Overlay.Woven, Path.GetFullPath(options.Arguments.Folder ?? "", options.Folder));
        var copying = Task.Run(() => Copy(process.StandardError, errors, paths), CancellationToken.None);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            writer.Line(paths.Restore(line));
        }

        copying.GetAwaiter().GetResult();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        writer.End(process.ExitCode);
        return new GoTestResult(process.ExitCode, [.. writer.Packages.Select(PackageReport.Of)]);
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

        yield return "-json";
        yield return "-overlay=" + options.Overlay.Path;
        if (options.Noise is not null)
        {
            // A schedule is never quite the same, so that no result is worth keeping. What the user says goes before this.
            yield return "-count=1";
        }

        foreach (var argument in options.Arguments.Without("C", "json", "overlay"))
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
        }

        var form = options.Arguments.IsJson ? ",json" : options.Arguments.IsVerbose ? ",verbose" : "";
        var kinds = KindList.Of(options.Kinds) + KindList.Of(options.Allowed);
        return setting + form + (kinds.Length == 0 ? "" : "\n" + kinds);
    }

    private static void Stop(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself meanwhile.
        }
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
