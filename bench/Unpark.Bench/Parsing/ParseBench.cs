using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Bench.Parsing;

/// <summary>
/// Parses the files of std that the go command would build, comments included, one after the other; each round is
/// followed by one of a Go program that does the same with go/parser.
/// </summary>
internal static class ParseBench
{
    private const int WarmUpRounds = 3;

    /// <summary>Runs the rounds and prints medians, spread and ratio.</summary>
    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 11;
        var paths = StdFiles();
        var files = paths.Select(p => new SourceFile(p, File.ReadAllBytes(p))).ToArray();
        var bytes = files.Sum(f => (long)f.Length);
        var kind = RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "NativeAOT";
        Console.WriteLine($"{files.Length} files, {bytes / 1e6:F1} MB, {rounds} rounds, {kind}");
        using var go = Process.Start(GoToolchain.Start(
            GoToolchain.Program("goast"), ["parse", (rounds + WarmUpRounds).ToString(CultureInfo.InvariantCulture)]))!;
        go.StandardInput.Write(string.Join('\n', paths) + "\n\n");
        go.StandardInput.Flush();
        go.StandardOutput.ReadLine(); // ready
        var (ours, theirs) = (new List<Sample>(), new List<Sample>());
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var our = ParseAll(files);
            go.StandardInput.Write("\n");
            go.StandardInput.Flush();
            var answer = go.StandardOutput.ReadLine()!.Split(' ')
                .Select(a => long.Parse(a, CultureInfo.InvariantCulture)).ToArray();
            if (round >= 0)
            {
                ours.Add(our);
                theirs.Add(new Sample(answer[0] / 1e6, answer[1] / 1e6, answer[2]));
            }
        }

        Print("ours", ours, bytes);
        Print("go/parser", theirs, bytes);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio of wall time {Ratio(ours, theirs, s => s.Wall):F2}, of processor time {Ratio(ours, theirs, s => s.Processor):F2}"));
        return 0;
    }

    private static Sample ParseAll(SourceFile[] files)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var trees = new SyntaxTree[files.Length];
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < files.Length; i++)
        {
            trees[i] = SyntaxTree.Parse(files[i]);
        }

        watch.Stop();
        processor = Environment.CpuUsage.TotalTime - processor;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(trees);
        return new Sample(watch.Elapsed.TotalMilliseconds, processor.TotalMilliseconds, kept);
    }

    private static string[] StdFiles()
    {
        const string template = "{{range .GoFiles}}{{$.Dir}}/{{.}}\n{{end}}{{range .CgoFiles}}{{$.Dir}}/{{.}}\n{{end}}";
        var start = GoToolchain.Start(GoToolchain.Command, ["list", "-f", template, "std"], Path.Combine(GoToolchain.Root, "src"));
        return GoToolchain.Run(start).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Print(string name, List<Sample> samples, long bytes)
    {
        var wall = samples.ConvertAll(s => s.Wall);
        var processor = samples.ConvertAll(s => s.Processor);
        var kept = samples[^1].Kept;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-10} wall {Spread(wall)}, processor {Spread(processor)}; {bytes / 1e3 / Median(wall):F0} MB/s; "
                + $"{kept / 1e6:F0} MB kept, {(double)kept / bytes:F1} a byte of source"));
    }

    private static string Spread(List<double> values)
        => string.Create(CultureInfo.InvariantCulture, $"{Median(values):F0} ms ({values.Min():F0} to {values.Max():F0})");

    private static double Ratio(List<Sample> ours, List<Sample> theirs, Converter<Sample, double> of)
        => Median(ours.ConvertAll(of)) / Median(theirs.ConvertAll(of));

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>One round: milliseconds, and bytes of memory that stay.</summary>
    private readonly record struct Sample(double Wall, double Processor, long Kept);
}
