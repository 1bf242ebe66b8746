using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Git;

/// <summary>Runs the git command.</summary>
internal static class GitCommand
{
    /// <summary>Runs it in a folder.</summary>
    /// <returns>The exit code, the output with each byte as one character, and what it said of errors.</returns>
    /// <exception cref="CheckException">There is no git command.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static (int ExitCode, string Output, string Error) Run(string folder, CancellationToken cancellation, params string[] args)
    {
        var start = new ProcessStartInfo("git", args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        // Messages are shown in one language, and looking must not wait for others' locks.
        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_PAGER"] = "cat";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CheckException("--new-from asks the git command what has changed, and there is none on PATH", e);
        }

        using (process)
        {
            using var ended = cancellation.Register(() => Kill(process));
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
