using System.Diagnostics;
using System.Globalization;
using Unpark.Go.Tests.Oracles;
using Unpark.Profiles;

namespace Unpark.Bench.Profiles;

/// <summary>How quickly dumps are read, and with how much memory, beside panicparse.</summary>
internal static class ProfileBench
{
    private const int Goroutines = 1_000_000;

    // panicparse keeps all of them: a million would need more memory than machines have.
    private const int FewGoroutines = 50_000;

    /// <summary>Reads a generated dump some times over.</summary>
    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var folder = Directory.CreateTempSubdirectory("unpark-profiles").FullName;
        try
        {
            var large = Path.Combine(folder, "large.txt");
            var largeBytes = DumpWriter.Write(large, Goroutines);
            var small = Path.Combine(folder, "small.txt");
            var smallBytes = DumpWriter.Write(small, FewGoroutines);
            Console.WriteLine($"{Goroutines} goroutines in {largeBytes / 1e6:F0} MB, {FewGoroutines} in {smallBytes / 1e6:F0} MB");
            Compare(small, smallBytes, rounds);
            ReadAlone(large, largeBytes, rounds);
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
        var corpus = Path.Combine(GoToolchain.Tools, "panicparse", "usr", "share", "gocode");
        if (!Directory.Exists(corpus))
        {
            Console.WriteLine("eng/get-panicparse has not been run: nothing to compare with");
            return;
        }

        using var their = Process.Start(GoToolchain.Start(BuildPanicparse(corpus), [path]))!;
        _ = their.StandardError.ReadToEndAsync();
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = -2; round < rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var goroutines = Read(path).Goroutines;
            var our = watch.Elapsed.TotalSeconds;
            their.StandardInput.WriteLine();
            their.StandardInput.Flush();
            var answer = their.StandardOutput.ReadLine()!.Split(' ');
            if (round < 0)
            {
                continue;
            }

            ours.Add(our);
            theirs.Add(double.Parse(answer[0], CultureInfo.InvariantCulture) / 1e9);
            if (round == rounds - 1)
            {
                Console.WriteLine($"unpark read {goroutines} of {FewGoroutines} goroutines, panicparse {answer[1]} and left {answer[2]} bytes");
                Console.WriteLine($"unpark {Rate(bytes, ours)}, panicparse {Rate(bytes, theirs)}: "
                    + $"{Median(theirs) / Median(ours):F0} times");
            }
        }

        their.StandardInput.Close();
        their.WaitForExit();
    }

    private static void ReadAlone(string path, long bytes, int rounds)
    {
        // The file is in the page cache after the first time, and the code compiled.
        var times = new List<double>();
        for (var round = -1; round < rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var profile = Read(path);
            if (round >= 0)
            {
                times.Add(watch.Elapsed.TotalSeconds);
            }
            else
            {
                Console.WriteLine($"unpark read {profile.Goroutines} of {Goroutines} goroutines into {profile.Records.Length} records, "
                    + $"{GoroutineGroups.Of(profile).Length} groups");
            }
        }

        Console.WriteLine($"unpark {Rate(bytes, times)}; {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB at most for all of this");
        Console.WriteLine($"in a process of its own: {Alone(path)}");
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
