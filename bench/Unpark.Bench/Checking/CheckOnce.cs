using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Bench.Checking;

/// <summary>Checks the packages that standard input names, and writes how long that took and how much memory.</summary>
internal static class CheckOnce
{
    public static int Run(int threads)
    {
        var packages = Read(threads);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var known = packages.ToDictionary(p => p.Path, p => p.Typed.Package);
        foreach (var package in packages)
        {
            package.Known = known;
        }

        var next = -1;
        var workers = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            workers[i] = new Thread(Work, 16 << 20);
            workers[i].Start();
        }

        foreach (var worker in workers)
        {
            worker.Join();
        }

        watch.Stop();
        process.Refresh();
        var cpu = process.TotalProcessorTime - before;
        var errors = packages.Sum(p => p.Errors);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{watch.ElapsedMilliseconds} {PeakKilobytes()} {cpu.TotalMilliseconds:F0} {errors} {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)} {GC.GetTotalPauseDuration().TotalMilliseconds:F0} {GC.GetTotalAllocatedBytes() / 1e6:F0}"));
        GC.KeepAlive(known);
        return errors == 0 ? 0 : 1;

        void Work()
        {
            while (Interlocked.Increment(ref next) is var index && index < packages.Count)
            {
                packages[index].Check();
            }

            // Nothing is left to begin: help with what others are at.
            foreach (var package in packages)
            {
                package.Help();
            }
        }
    }

    private static List<CheckedPackage> Read(int threads)
    {
        var packages = new List<CheckedPackage>();
        while (Console.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            switch (fields[0])
            {
                case "P":
                    packages.Add(new CheckedPackage(fields[1], fields[2], fields[3], threads));
                    break;
                case "I":
                    packages[^1].Imports.Add(fields[1], fields[2]);
                    break;
                case "F":
                    packages[^1].Files.Add(fields[1]);
                    break;
            }
        }

        return packages;
    }

    private static string PeakKilobytes()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
    }

    private sealed class CheckedPackage : IImportResolver
    {
        private readonly int threads;
        private TypedPackage? typed;

        public CheckedPackage(string path, string version, string name, int threads)
        {
            this.threads = threads;
            Path = path;
            typed = TypedPackage.Create(new PackageSource(path, name, Parse, this) { GoVersion = version });
        }

        public string Path { get; }

        public Dictionary<string, string> Imports { get; } = [];

        public List<string> Files { get; } = [];

        public Dictionary<string, Package> Known { get; set; } = [];

        public int Errors { get; private set; }

        public TypedPackage Typed => typed!;

        public void Check()
        {
            var package = typed!;
            package.CheckBodies();
            Errors = package.Diagnostics.Length;
            package.DropFacts();
            typed = null;
        }

        public void Help()
        {
            if (typed is { } package)
            {
                package.CheckBodies();
            }
        }

        public Package? Resolve(string importPath) =>
            Known.GetValueOrDefault(Imports.GetValueOrDefault(importPath, importPath));

        // Files in parallel, as GoPackage does it: who needs the package waits for it.
        private ImmutableArray<SyntaxTree> Parse()
        {
            var options = ParseOptions.Default with { SkipComments = true };
            var trees = new SyntaxTree[Files.Count];
            if (threads < 2)
            {
                for (var i = 0; i < trees.Length; i++)
                {
                    ParseFile(i);
                }
            }
            else
            {
                Parallel.For(0, trees.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, ParseFile);
            }

            return ImmutableCollectionsMarshal.AsImmutableArray(trees);

            void ParseFile(int i) =>
                trees[i] = SyntaxTree.Parse(new SourceFile(Files[i], File.ReadAllBytes(Files[i])), options);
        }
    }
}
