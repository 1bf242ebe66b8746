using System.Diagnostics;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Profiling;

/// <summary>Takes a profile before a command and another one after it.</summary>
internal sealed class Around(ProfileInputs inputs, string folder, CancellationToken cancellation)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// The profiles before and after; the second is taken when the number of goroutines has come to rest, or after a time.
    /// It is null if the process has ended.
    /// </summary>
    /// <exception cref="CheckException">The first profile cannot be had, or the command fails.</exception>
    public (NamedProfile Before, NamedProfile? After) Take(string command, string input, TimeSpan settle)
    {
        var before = inputs.Read(input)[^1];
        Run(command);
        NamedProfile? after = null;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            cancellation.WaitHandle.WaitOne(Pause);
            cancellation.ThrowIfCancellationRequested();
            NamedProfile next;
            try
            {
                next = inputs.Read(input)[^1];
            }
            catch (CheckException) when (!IsFile(input))
            {
                // Who listened there does so no longer.
                return (before, null);
            }

            var rests = after is not null && next.Profile.Goroutines >= after.Profile.Goroutines;
            after = next;
            if (rests || watch.Elapsed >= settle)
            {
                return (before, after);
            }
        }
    }

    private bool IsFile(string input) => File.Exists(Path.Combine(folder, input));

    private void Run(string command)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/c", command]) : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.WorkingDirectory = folder;
        using var process = Process.Start(start) ?? throw new CheckException($"--around: could not run {command}");
        process.WaitForExitAsync(cancellation).GetAwaiter().GetResult();
        if (process.ExitCode != 0)
        {
            throw new CheckException($"--around: \"{command}\" ended with {process.ExitCode}");
        }
    }
}
