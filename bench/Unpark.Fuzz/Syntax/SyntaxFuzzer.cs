using System.Diagnostics;
using System.Globalization;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;
using Unpark.Go.Tests.Syntax;

namespace Unpark.Fuzz.Syntax;

/// <summary>Parses broken files until the time is up.</summary>
internal static class SyntaxFuzzer
{
    private const int BatchSize = 2000;
    private const int MaxLength = 30_000;

    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(1);

    /// <summary>Runs for some minutes; 1 if something was found.</summary>
    public static int Run(string[] args)
    {
        var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10;
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount;
        string[] sources = [.. GoFiles("src"), .. GoFiles("test")];
        var found = Path.Combine(GoToolchain.Repository, "artifacts", "fuzz");
        Directory.CreateDirectory(found);
        var batch = Directory.CreateTempSubdirectory("fuzz").FullName;
        Console.WriteLine($"seed {seed}, {sources.Length} files, {minutes} minutes");
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var (inputs, problems) = (0, 0);
        try
        {
            while (watch.Elapsed < TimeSpan.FromMinutes(minutes))
            {
                var paths = Write(batch, sources, random);
                problems += Parse(paths, found, inputs) + Compare(paths, found, inputs);
                inputs += paths.Length;
                Console.WriteLine($"{watch.Elapsed:hh\\:mm\\:ss} {inputs} inputs, {problems} problems");
            }
        }
        finally
        {
            Directory.Delete(batch, recursive: true);
        }

        return problems == 0 ? 0 : 1;
    }

    private static IEnumerable<string> GoFiles(string folder)
        => Directory.EnumerateFiles(Path.Combine(GoToolchain.Root, folder), "*.go", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal);

    private static string[] Write(string folder, string[] sources, Random random)
    {
        var paths = new string[BatchSize];
        for (var i = 0; i < BatchSize; i++)
        {
            var source = File.ReadAllBytes(sources[random.Next(sources.Length)]);
            paths[i] = Path.Combine(folder, $"f{i}.go");
            File.WriteAllBytes(paths[i], Mutation.Mutate(source, random, MaxLength));
        }

        return paths;
    }

    private static int Parse(string[] paths, string found, int offset)
    {
        var problems = 0;
        for (var i = 0; i < paths.Length; i++)
        {
            var file = new SourceFile(paths[i], File.ReadAllBytes(paths[i]));
            TimeSpan time;
            try
            {
                // What is slow only once was waiting for the machine.
                time = Time(file);
                time = time > TooLong ? Time(file) : time;
            }
            catch (Exception e)
            {
                problems++;
                Keep(paths[i], found, $"throws-{offset + i}", e.ToString());
                continue;
            }

            if (time > TooLong)
            {
                problems++;
                Keep(paths[i], found, $"slow-{offset + i}", $"took {time}");
            }
        }

        return problems;
    }

    private static TimeSpan Time(SourceFile file)
    {
        var watch = Stopwatch.StartNew();
        new Walker().Visit(SyntaxTree.Parse(file).Root);
        new Walker().Visit(SyntaxTree.Parse(file, new ParseOptions { SkipFunctionBodies = true, SkipComments = true }).Root);
        return watch.Elapsed;
    }

    private static int Compare(string[] paths, string found, int offset)
    {
        var problems = 0;
        var index = 0;
        foreach (var their in SyntaxOracle.Ask(paths))
        {
            if (SyntaxOracle.Parse(their.Path) != their)
            {
                problems++;
                Keep(their.Path, found, $"differs-{offset + index}", SyntaxOracle.FirstDifference(their.Path));
            }

            index++;
        }

        return problems;
    }

    private static void Keep(string path, string found, string name, string why)
    {
        var kept = Path.Combine(found, name + ".go");
        File.Copy(path, kept, overwrite: true);
        Console.WriteLine($"{kept}: {why}");
    }

    private sealed class Walker : SyntaxVisitor
    {
        protected override void VisitNode(Node node)
        {
            if (node.Pos > node.End + (1 << 30))
            {
                throw new InvalidOperationException("a node's range is out of bounds");
            }

            base.VisitNode(node);
        }
    }
}
