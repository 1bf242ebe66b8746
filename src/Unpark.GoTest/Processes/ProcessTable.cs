using System.Diagnostics;
using System.Globalization;

namespace Unpark.GoTest;

/// <summary>The processes of this machine, as far as it lets them be seen.</summary>
internal static class ProcessTable
{
    private const string Proc = "/proc";

    /// <summary>What is known of a process.</summary>
    /// <param name="Parent">The number of the process that started it, or has taken it over.</param>
    /// <param name="Started">When it started, in whatever form: numbers are given again, and not with the same time.</param>
    public readonly record struct Entry(int Parent, string Started);

    /// <summary>The processes that run, by their numbers; none where that cannot be found out.</summary>
    public static Dictionary<int, Entry> Read()
    {
        var table = new Dictionary<int, Entry>();
        if (OperatingSystem.IsLinux())
        {
            ReadProc(table);
        }
        else if (!OperatingSystem.IsWindows())
        {
            ReadPs(table);
        }

        return table;
    }

    // proc(5): number (name) state parent ... with the time of the start as the 22nd field. The name may have anything in it.
    private static void ReadProc(Dictionary<int, Entry> table)
    {
        foreach (var folder in Directory.EnumerateDirectories(Proc))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                continue;
            }

            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] is not ("Z" or "X"))
                {
                    table[number] = new Entry(int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }
    }

    private static void ReadPs(Dictionary<int, Entry> table)
    {
        using var ps = GoCommand.Start(new ProcessStartInfo("ps", ["-A", "-o", "pid=,ppid=,stat=,lstart="]) { RedirectStandardOutput = true });
        while (ps.StandardOutput.ReadLine() is { } line)
        {
            if (line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var number, var parent, var state, var started]
                && !state.StartsWith('Z'))
            {
                table[int.Parse(number, CultureInfo.InvariantCulture)] = new Entry(int.Parse(parent, CultureInfo.InvariantCulture), started);
            }
        }

        ps.WaitForExit();
    }
}
