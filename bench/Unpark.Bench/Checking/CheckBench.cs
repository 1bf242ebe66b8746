using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Bench.Checking;

/// <summary>
/// Parses and checks all of std, every body, in a process of its own; each round is followed by one of a Go program that
/// does the same with go/parser and go/types, on one processor. Then the same with two threads, and in two processes at
/// once, which share nothing: how much faster those are together is what the machine has to give.
/// </summary>
internal static class CheckBench
{
    /// <summary>Runs the rounds and prints medians, spread and ratios.</summary>
    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var patterns = args.Length > 1 ? args[1..] : ["std"];
        var input = Describe(patterns, out var count);
        var go = GoToolchain.Program("gocheck");
        var kind = RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "NativeAOT";
        Console.WriteLine($"{string.Join(' ', patterns)}: {count} packages, {rounds} rounds, {kind}");
        var (one, two, theirs, atOnce) = (new List<Sample>(), new List<Sample>(), new List<Sample>(), new List<Sample>());
        for (var round = 0; round < rounds; round++)
        {
            one.Add(Once(Ours(1), input));
            theirs.Add(Once(GoToolchain.Start(go, []), input));
            two.Add(Once(Ours(2), input));
            var other = Task.Run(() => Once(Ours(1), input));
            atOnce.Add(Once(Ours(1), input));
            atOnce.Add(other.GetAwaiter().GetResult());
        }

        Print("ours", one);
        Print("go/types", theirs);
        Print("2 threads", two);
        Print("2 at once", atOnce);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"time {Median(one) / Median(theirs):F2} of Go's, processor time {Cpu(one) / Cpu(theirs):F2}, memory {Peak(one) / Peak(theirs):F2} of Go's, two threads {Median(one) / Median(two):F2} times as fast as one, two processes {2 * Median(one) / Median(atOnce):F2} times"));
        return 0;
    }

    private static ProcessStartInfo Ours(int threads)
    {
        var program = Environment.ProcessPath!;
        var arguments = new List<string> { "check-once", threads.ToString(CultureInfo.InvariantCulture) };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            arguments.Insert(0, Path.Combine(AppContext.BaseDirectory, "Unpark.Bench.dll"));
        }

        return GoToolchain.Start(program, arguments);
    }

    private static Sample Once(ProcessStartInfo start, string input)
    {
        var fields = GoToolchain.Run(start, input).Split(' ');
        return new Sample(double.Parse(fields[0], CultureInfo.InvariantCulture),
            double.Parse(fields[1], CultureInfo.InvariantCulture), double.Parse(fields[2], CultureInfo.InvariantCulture));
    }

    // The packages behind those they import, as the Go program reads them too.
    private static string Describe(string[] patterns, out int count)
    {
        var files = new DiskFiles();
        var options = new BuildOptions
        {
            Dir = Path.Combine(GoToolchain.Root, "src"), GoRoot = GoToolchain.Root, GoOS = "linux", GoArch = "amd64",
            CgoEnabled = false,
        };
        var loader = new PackageLoader(BuildContext.Create(options, files), files);
        var text = new StringBuilder();
        var done = new HashSet<string> { "unsafe", "C" };
        foreach (var package in loader.Match(patterns).Packages)
        {
            Describe(package);
        }

        count = done.Count - 2;
        return text.ToString();

        void Describe(PackageFiles package)
        {
            if (!done.Add(package.ImportPath) || package.GoFiles.Length == 0)
            {
                return;
            }

            foreach (var import in package.Imports)
            {
                Describe(loader.Load(package.Resolve(import), tests: false));
            }

            text.Append(null, $"P\t{package.ImportPath}\tgo1.27\t{package.Name}\n");
            foreach (var import in package.Imports)
            {
                if (package.Resolve(import) is var path && path != import)
                {
                    text.Append(null, $"I\t{import}\t{path}\n");
                }
            }

            foreach (var file in package.GoFiles)
            {
                text.Append(null, $"F\t{Path.Combine(package.Dir, file)}\n");
            }
        }
    }

    private static void Print(string name, List<Sample> samples) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-10} median {Median(samples),7:F0} ms, {samples.Min(s => s.Milliseconds),7:F0} to {samples.Max(s => s.Milliseconds),7:F0}; processor {Cpu(samples),7:F0} ms; peak {Peak(samples) / 1e3,5:F0} MB"));

    private static double Median(List<Sample> samples) => Median(samples.Select(s => s.Milliseconds));

    private static double Peak(List<Sample> samples) => Median(samples.Select(s => s.PeakKilobytes));

    private static double Cpu(List<Sample> samples) => Median(samples.Select(s => s.CpuMilliseconds));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToImmutableArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private readonly record struct Sample(double Milliseconds, double PeakKilobytes, double CpuMilliseconds);
}
