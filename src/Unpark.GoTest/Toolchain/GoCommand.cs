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
}
