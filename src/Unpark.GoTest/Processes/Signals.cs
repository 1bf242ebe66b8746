using System.Runtime.InteropServices;

namespace Unpark.GoTest;

/// <summary>Sends signals, which the base library does not.</summary>
internal static partial class Signals
{
    /// <summary>What Ctrl-C sends.</summary>
    public const int Interrupt = 2;

    /// <summary>What makes a Go program print the stacks of its goroutines, and end.</summary>
    public const int Quit = 3;

    /// <summary>What nothing can keep from working.</summary>
    public const int Kill = 9;

    /// <summary>The number of a signal by its name, with SIG or without; null if there is none that a program is told to end by.</summary>
    public static int? Number(string name)
    {
        var bare = name.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
        return bare.ToUpperInvariant() switch
        {
            "HUP" => 1,
            "INT" => Interrupt,
            "QUIT" => Quit,
            "KILL" => Kill,
            "TERM" => 15,
            // Linux has other numbers than the BSDs.
            "USR1" => OperatingSystem.IsLinux() ? 10 : 30,
            "USR2" => OperatingSystem.IsLinux() ? 12 : 31,
            _ => null,
        };
    }

    /// <summary>Sends a signal; false if there is no such process, or it is somebody else's.</summary>
    public static bool Send(int process, int signal) => !OperatingSystem.IsWindows() && SendPosix(process, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendPosix(int process, int signal);
}
