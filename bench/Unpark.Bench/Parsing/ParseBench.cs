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
        var (ours, theirs) = (new List<double>(), new List<double>());
        var (memory, goMemory) = (0L, 0L);
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var (time, kept) = ParseAll(files);
            go.StandardInput.Write("\n");
            go.StandardInput.Flush();
            var answer = go.StandardOutput.ReadLine()!.Split(' ');
            if (round >= 0)
            {
                ours.Add(time);
                theirs.Add(long.Parse(answer[0], CultureInfo.InvariantCulture) / 1e6);
                (memory, goMemory) = (kept, long.Parse(answer[1], CultureInfo.InvariantCulture));
            }
        }

        Print("ours", ours, memory, bytes);
        Print("go/parser", theirs, goMemory, bytes);
        Console.WriteLine($"ratio of medians {Median(ours) / Median(theirs):F2}, of minima {ours.Min() / theirs.Min():F2}");
        return 0;
    }

    private static (double Milliseconds, long Kept) ParseAll(SourceFile[] files)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var trees = new SyntaxTree[files.Length];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < files.Length; i++)
        {
            trees[i] = SyntaxTree.Parse(files[i]);
        }

        watch.Stop();
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(trees);
        return (watch.Elapsed.TotalMilliseconds, kept);
    }

    private static string[] StdFiles()
    {
        const string template = "{{range .GoFiles}}{{$.Dir}}/{{.}}\n{{end}}{{range .CgoFiles}}{{$.Dir}}/{{.}}\n{{end}}";
        var start = GoToolchain.Start(GoToolchain.Command, ["list", "-f", template, "std"], Path.Combine(GoToolchain.Root, "src"));
        return GoToolchain.Run(start).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Print(string name, List<double> times, long memory, long bytes)
        => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-10} median {Median(times),7:F1} ms, {times.Min(),7:F1} to {times.Max(),7:F1}; {bytes / 1e3 / Median(times),5:F0} MB/s; {memory / 1e6,5:F0} MB kept, {(double)memory / bytes:F1} a byte of source"));

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
