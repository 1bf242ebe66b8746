using System.Diagnostics;
using System.Globalization;
using System.Text;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Conformance;

/// <summary>Compares what we say of packages with what <c>go list</c> says, for several platforms.</summary>
internal static class PackageConformance
{
    private const int DifferencesShown = 20;

    private static readonly (string OS, string Arch)[] Platforms =
        [("linux", "amd64"), ("windows", "arm64"), ("darwin", "arm64")];

    /// <summary>Compares all packages and writes the scoreboard.</summary>
    public static int Run()
    {
        var rows = new List<string>();
        var allEqual = true;
        foreach (var (os, arch) in Platforms)
        {
            var environment = new Dictionary<string, string> { ["GOOS"] = os, ["GOARCH"] = arch };
            Add("std", environment, "std");
            Add("cmd", environment, "cmd");
            if (GoToolchain.Corpus is not { } corpus)
            {
                Console.Error.WriteLine("the Debian packages are missing: run eng/get-corpus");
                continue;
            }

            environment["GO111MODULE"] = "off";
            environment["GOPATH"] = corpus;
            Add("Debian", environment, [.. Directory.EnumerateDirectories(Path.Combine(corpus, "src"))
                .Select(folder => Path.GetFileName(folder) + "/...").Order(StringComparer.Ordinal)]);

            void Add(string name, Dictionary<string, string> settings, params string[] patterns)
            {
                var row = Compare(name, $"{os}/{arch}", settings, patterns, out var equal);
                allEqual &= equal;
                rows.Add(row);
                Console.WriteLine(row);
            }
        }

        var target = Path.Combine(GoToolchain.Repository, "docs", "conformance", "packages.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, Report(rows));
        return allEqual ? 0 : 1;
    }

    private static string Compare(
        string name, string platform, Dictionary<string, string> settings, string[] patterns, out bool equal)
    {
        var folder = Path.GetTempPath();
        var theirs = GoList.Run(folder, settings, patterns);
        var watch = Stopwatch.StartNew();
        var files = new DiskFiles();
        var loader = new PackageLoader(BuildContext.Create(GoList.Options(folder, settings), files), files);
        var ours = loader.Match(patterns).Packages.ToDictionary(package => package.ImportPath, StringComparer.Ordinal);
        Console.Error.WriteLine($"{name} {platform}: {ours.Count} packages in {watch.ElapsedMilliseconds} ms");
        var different = 0;
        var goFiles = 0;
        foreach (var their in theirs)
        {
            var differences = new List<string>();
            if (ours.Remove(their.GetProperty("ImportPath").GetString()!, out var our))
            {
                goFiles += our.GoFiles.Length + our.CgoFiles.Length + our.TestGoFiles.Length + our.XTestGoFiles.Length;
                GoList.AddDifferences(differences, our, their);
            }
            else
            {
                differences.Add($"{their.GetProperty("ImportPath")}: not found by us");
            }

            different += differences.Count > 0 ? 1 : 0;
            if (different <= DifferencesShown)
            {
                differences.ForEach(Console.WriteLine);
            }
        }

        foreach (var path in ours.Keys.Take(DifferencesShown))
        {
            Console.WriteLine($"{path}: found by us only");
        }

        var same = theirs.Count - different;
        different += ours.Count;
        equal = different == 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-8} {platform,-14} {theirs.Count,9} {goFiles,9} {same,9} {different,10}");
    }

    private static string Report(List<string> rows)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Packages compared with go list -e: names, files, imports, vendoring and modules of each. Made by:
            #   dotnet run -c Release --project bench/Unpark.Conformance packages
            # Debian: all Go libraries eng/get-corpus fetches, in GOPATH mode; files: those that are in the packages.


            """);
        text.AppendLine("set      platform        packages     files     equal  different");
        rows.ForEach(row => text.AppendLine(row));
        return text.ToString();
    }
}
