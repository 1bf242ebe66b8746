using System.ComponentModel;
using System.Diagnostics;

namespace Unpark.GoTest;

/// <summary>Starts the go command.</summary>
internal static class GoCommand
{
    /// <summary>Starts a process.</summary>
    /// <exception cref="GoTestException">There is no such program.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new GoTestException($"{start.FileName} could not be started");
        }
        catch (Win32Exception e)
        {
            var what = start.FileName == "go" ? "the go command" : start.FileName;
            throw new GoTestException($"{what} could not be run: {e.Message}{(start.FileName == "go" ? ". It must be on PATH" : "")}", e);
        }
    }

    /// <summary>Runs the go command and gives what it prints.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder to run in.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GoTestException">There is no such program.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static (int ExitCode, string Output, string Errors) Capture(string command, IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        using var process = Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        using var stopping = cancellation.Register(() => new ProcessTree(process).Stop());
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
