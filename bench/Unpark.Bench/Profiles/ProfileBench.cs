using System.Diagnostics;
using System.Globalization;
using System.Text;
using Unpark.Go.Tests.Oracles;
using Unpark.Profiles;

namespace Unpark.Bench.Profiles;

/// <summary>How quickly a dump that Go has made is read, and with how much memory, beside panicparse.</summary>
internal static class ProfileBench
{
    private const int Goroutines = 1_000_000;

    /// <summary>Reads a dump some times over: the number of rounds, and how many goroutines it is to have.</summary>
    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var goroutines = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Goroutines;
        var folder = Directory.CreateTempSubdirectory("unpark-profiles").FullName;
        try
        {
            var path = Path.Combine(folder, "dump.txt");
            GoToolchain.Run(GoToolchain.Start(GoToolchain.Program("dump"), [path, goroutines.ToString(CultureInfo.InvariantCulture)]));
            var bytes = new FileInfo(path).Length;
            Console.WriteLine($"{HeadersIn(path)} goroutines in {bytes / 1e6:F0} MB");
            Compare(path, bytes, rounds);
            Console.WriteLine($"unpark in a process of its own: {Alone(path)}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Reads a file once or several times and says how long it took and how large the process became.</summary>
    public static int Once(string path, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var bytes = new FileInfo(path).Length;
            var watch = Stopwatch.StartNew();
            var processor = Environment.CpuUsage.TotalTime;
            var profile = Read(path);
            var time = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{profile.Goroutines} goroutines, {profile.Records.Length} records, {profile.Unparsed} lines unparsed; "
                    + $"{bytes / 1e6 / watch.Elapsed.TotalSeconds:F0} MB/s, {bytes / 1e6 / time:F0} a processor second; "
                    + $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB at most"));
        }

        return 0;
    }

    private static void Compare(string path, long bytes, int rounds)
    {
        using var their = StartPanicparse(path);
        var (ours, theirs) = (new List<double>(), new List<double>());
        var (read, answer) = (0L, Array.Empty<string>());
        // The file is in the page cache after the first time, and the code compiled.
        for (var round = -1; round < rounds; round++)
        {
            var processor = Environment.CpuUsage.TotalTime;
            read = Read(path).Goroutines;
            var our = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
            if (their is not null)
            {
                their.StandardInput.WriteLine();
                their.StandardInput.Flush();
                answer = their.StandardOutput.ReadLine()!.Split(' ');
            }

            if (round >= 0)
            {
                ours.Add(our);
                theirs.Add(answer.Length == 0 ? 0 : double.Parse(answer[0], CultureInfo.InvariantCulture) / 1e9);
            }
        }

        Console.WriteLine($"unpark read {read} goroutines: {Rate(bytes, ours)} a processor second");
        if (their is not null)
        {
            Console.WriteLine($"panicparse read {answer[1]} goroutines and left {answer[2]} bytes: {Rate(bytes, theirs)} a processor second, "
                + $"{answer[3]} MB at most");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unpark is {Median(theirs) / Median(ours):F0} times as quick"));
            their.StandardInput.Close();
            their.WaitForExit();
        }
    }

    private static Process? StartPanicparse(string path)
    {
        var corpus = Path.Combine(GoToolchain.Tools, "panicparse", "usr", "share", "gocode");
        if (!Directory.Exists(corpus))
        {
            Console.WriteLine("eng/get-panicparse has not been run: nothing to compare with");
            return null;
        }

        var process = Process.Start(GoToolchain.Start(BuildPanicparse(corpus), [path]))!;
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    // Counted without the reader.
    private static long HeadersIn(string path)
    {
        var count = 0L;
        foreach (var line in File.ReadLines(path, Encoding.Latin1))
        {
            count += line.StartsWith("goroutine ", StringComparison.Ordinal) && line.EndsWith("]:", StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    private static string Alone(string path)
    {
        var arguments = new List<string> { "profiles-once", path, "2" };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            arguments.Insert(0, typeof(ProfileBench).Assembly.GetName().Name is { } name
                ? Path.Combine(AppContext.BaseDirectory, name + ".dll") : "");
        }

        return GoToolchain.Run(GoToolchain.Start(Environment.ProcessPath!, arguments)).Trim().Split('\n')[^1];
    }

    private static Profile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        return ProfileReader.Read(stream).Single();
    }

    private static string BuildPanicparse(string corpus)
    {
        var target = Path.Combine(GoToolchain.Repository, "artifacts", "oracles", "panicparse");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var start = GoToolchain.Start(GoToolchain.Command, ["build", "-o", target, "."],
            Path.Combine(GoToolchain.Repository, "test", "oracles", "panicparse"));
        start.Environment["GOPATH"] = corpus;
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOFLAGS"] = "";
        GoToolchain.Run(start);
        return target;
    }

    private static string Rate(long bytes, List<double> seconds) => string.Create(CultureInfo.InvariantCulture,
        $"{bytes / 1e6 / Median(seconds):F0} MB/s ({bytes / 1e6 / seconds.Max():F0} to {bytes / 1e6 / seconds.Min():F0})");

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
