using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Unpark.GoTest;

/// <summary>Builds a program with an overlay, runs it, tells it to end, and sees what is left when its main returns.</summary>
public static class ProgramRun
{
    /// <summary>Runs a program. Its output and input are those of this process.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="stop">Tells the program to end.</param>
    /// <exception cref="GoTestException">It cannot be built or started; what the compiler says has been printed.</exception>
    public static ProgramResult Run(ProgramOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        var work = Directory.CreateTempSubdirectory("unpark-run-").FullName;
        try
        {
            var executable = Path.Combine(work, OperatingSystem.IsWindows() ? "program.exe" : Path.GetFileName(Path.GetFullPath(options.Package, options.Folder)));
            Build(options, executable, stop);
            var start = new ProcessStartInfo(executable, options.Arguments) { WorkingDirectory = options.Folder };
            start.Environment["UNPARK_RUN"] = work;
            start.Environment["UNPARK_SETTLE"] = string.Create(CultureInfo.InvariantCulture, $"{options.Settle.TotalMilliseconds:F0}ms");
            using var witness = new SignalWitness();
            using var process = GoCommand.Start(start);
            var (before, hung) = Watch(process, options, work, witness, stop);
            return new ProgramResult(process.ExitCode, hung is not null, before, hung is { Length: > 0 } dump ? [(process.Id, dump)] : Left(work));
        }
        finally
        {
            Directory.Delete(work, true);
        }
    }

    private static void Build(ProgramOptions options, string executable, CancellationToken stop)
    {
        var overlay = ProgramOverlay.Create(options.Package, options.Folder, options.Overlays, stop);
        using var process = GoCommand.Start(new ProcessStartInfo("go",
            ["build", "-overlay=" + overlay, "-o", executable, .. options.BuildFlags, "--", options.Package])
        {
            WorkingDirectory = options.Folder,
        });
        using var stopping = stop.Register(() => new ProcessTree(process).Stop());
        process.WaitForExit();
        stop.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw new GoTestException($"{options.Package} does not build");
        }
    }

    // The stacks before the program was told to end, and if it did not, those at which it hangs (empty if it does not tell).
    private static (string? Before, string? Hung) Watch(Process process, ProgramOptions options, string work, SignalWitness witness, CancellationToken stop)
    {
        var socket = Path.Combine(work, $"{process.Id}.sock");
        var end = options.Duration is { } duration ? Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency) : long.MaxValue;
        while (!process.WaitForExit(50))
        {
            if (stop.IsCancellationRequested || Stopwatch.GetTimestamp() >= end)
            {
                var before = Ask(socket);
                // Ctrl-C comes to all processes at the terminal. A second signal would end a program that has taken one.
                if (!stop.IsCancellationRequested || !witness.HasSeenSignal)
                {
                    Signal(process, options.Signal);
                }

                if (process.WaitForExit(options.Patience))
                {
                    return (before, null);
                }

                var hung = Ask(socket) ?? "";
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                return (before, hung);
            }
        }

        return (null, null);
    }

    private static void Signal(Process process, string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
            return;
        }

        Signals.Send(process.Id, BuiltProgram.NumberOf(signal));
    }

    // The dump of a program that answers; null of one that has not come to open its socket.
    private static string? Ask(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            using var reader = new StreamReader(new NetworkStream(socket), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    private static ImmutableArray<(int Process, string Dump)> Left(string work) =>
    [
        .. Directory.EnumerateFiles(work, "*.left").Order(StringComparer.Ordinal)
            .Select(f => (int.Parse(Path.GetFileNameWithoutExtension(f), CultureInfo.InvariantCulture), File.ReadAllText(f))),
    ];
}
