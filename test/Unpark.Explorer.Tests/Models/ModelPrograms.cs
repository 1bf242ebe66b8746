using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;
using Unpark.Profiles;

namespace Unpark.Explorer.Tests.Models;

/// <summary>
/// The Go files in Models/Programs as one module: each is a package whose exported functions are programs. They are built and
/// run once by the real toolchain, which prints the goroutines that each leaves behind, and explored one by one.
/// </summary>
public sealed partial class ModelPrograms : IDisposable
{
    // They mostly wait.
    private const int Parts = 6;

    private readonly string folder = Directory.CreateTempSubdirectory("unpark-models").FullName;
    private readonly ConcurrentDictionary<string, GoProgram> loaded = new(StringComparer.Ordinal);
    private readonly Task<Dictionary<string, string[]>> left;

    public ModelPrograms()
    {
        var text = new StringBuilder("package main\n\nimport (\n");
        foreach (var file in Files)
        {
            var folderOfFile = Directory.CreateDirectory(Path.Combine(folder, file)).FullName;
            File.WriteAllText(Path.Combine(folderOfFile, file + ".go"), SourceOf(file));
            text.Append($"\t\"models/{file}\"\n");
        }

        text.Append(")\n\nvar programs = []program{\n");
        foreach (var name in Names)
        {
            text.Append($"\t{{\"{name}\", {name}}},\n");
        }

        File.WriteAllText(Path.Combine(folder, "programs.go"), text.Append("}\n").ToString());
        File.Copy(Path.Combine(Source, "main.go.txt"), Path.Combine(folder, "main.go"));
        File.WriteAllText(Path.Combine(folder, "go.mod"), "module models\n\ngo 1.27\n");
        left = Task.Run(Run);
    }

    /// <summary>The programs, as package.Function.</summary>
    public static IEnumerable<string> Names =>
        Files.SelectMany(f => Programs().Matches(SourceOf(f)).Select(m => $"{f}.{m.Groups[1].Value}"));

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Path.Combine(Source, "Programs"), "*.go.txt")
        .Select(p => Path.GetFileName(p)[..^".go.txt".Length]).Order(StringComparer.Ordinal);

    private static string Source => Path.Combine(GoToolchain.Repository, "test", "Unpark.Explorer.Tests", "Models");

    /// <summary>What comments above a program say that it leaks: the function of a goroutine of the library, or the line at which one waits.</summary>
    public static string[] Expected(string name)
    {
        var lines = SourceOf(FileOf(name)).Split('\n').ToList();
        var at = lines.FindIndex(l => l.StartsWith($"func {FunctionOf(name)}()", StringComparison.Ordinal));
        return Sorted(lines.Take(at).Reverse().TakeWhile(l => l.StartsWith("// leaks ", StringComparison.Ordinal)).Select(l => l["// leaks ".Length..]));
    }

    /// <summary>What it leaves behind under Go.</summary>
    public async Task<string[]> UnderGo(string name) => (await left)[name];

    /// <summary>What it can leave behind, by the explorer.</summary>
    public string[] Explored(string name) => Explored(name, GoToolchain.Root);

    /// <summary>The same with another standard library.</summary>
    /// <param name="name">The program.</param>
    /// <param name="goRoot">Its folder; empty for the embedded declarations, without source.</param>
    public string[] Explored(string name, string goRoot) => Explored(loaded.GetOrAdd(goRoot, Load), name);

    public void Dispose()
    {
        Task.WaitAny(left);
        Directory.Delete(folder, recursive: true);
    }

    private static string FileOf(string name) => name.Split('.')[0];

    private static string FunctionOf(string name) => name.Split('.')[1];

    private static string SourceOf(string file) => File.ReadAllText(Path.Combine(Source, "Programs", file + ".go.txt"));

    private static string[] Sorted(IEnumerable<string> leaks) => [.. leaks.Distinct().Order(StringComparer.Ordinal)];

    private GoProgram Load(string goRoot) => GoProgram.Load(new LoadOptions
    {
        Dir = folder,
        Patterns = ["./..."],
        Build = new BuildOptions { GoRoot = goRoot },
    });

    private static string[] Explored(GoProgram program, string name)
    {
        var package = new FlowPackage(program.Roots.Single(r => r.ImportPath == "models/" + FileOf(name)).TypeCheck());
        var function = package.Functions.Single(f => f.Outer == null && f.Name == FunctionOf(name));
        var result = new ProgramExplorer(program, package).Explore(function);
        TestContext.Current.TestOutputHelper?.WriteLine($"{result.States} states, {result.Steps} steps; limits: {string.Join("; ", result.Limits)}; panics: {string.Join("; ", result.Panics)}");
        foreach (var leak in result.Leaks.Where(l => l.CreatedBy != null))
        {
            // What the library starts is started for a line of the program.
            var by = leak.StartedFor!;
            Assert.True(by.Line > 0 && by.Function.StartsWith($"models/{FileOf(name)}.", StringComparison.Ordinal), $"{leak.Stack[^1].Function} is started for {by}");
        }

        return Sorted(result.Leaks.Select(l => Place(name, l.Stack.Select(f => (f.Function, f.File, f.Line)).ToArray())));
    }

    private Dictionary<string, string[]> Run()
    {
        var executable = Path.Combine(folder, OperatingSystem.IsWindows() ? "main.exe" : "main");
        GoToolchain.Run(GoToolchain.Start(GoToolchain.Command, ["build", "-o", executable, "."], folder));
        var parts = new string[Parts];
        Parallel.For(0, Parts, i => parts[i] = GoToolchain.Run(GoToolchain.Start(executable, [$"{i}", $"{Parts}"]), "", TimeSpan.FromMinutes(1)));
        var all = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var part in string.Concat(parts).Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var (name, stacks) = (part[..end], part[(end + 1)..].Trim());
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(stacks + "\n"));
            all.Add(name, stacks.Length == 0 ? [] : Sorted(ProfileReader.Read(stream).SelectMany(p => p.Records)
                .Select(r => Place(name, r.Stack.Frames.Select(f => (f.Function, f.File, f.Line)).ToArray()))));
        }

        return all;
    }

    // The line of the program at which a goroutine waits; the function with which it began if it has none.
    private static string Place(string name, (string Function, string File, int Line)[] stack)
    {
        var own = stack.FirstOrDefault(f => f.File.EndsWith($"/{FileOf(name)}.go", StringComparison.Ordinal));
        return own.Line > 0 ? Simple(SourceOf(FileOf(name)).Split('\n')[own.Line - 1]) : Literals().Replace(stack[^1].Function, "");
    }

    // Without what stands around the operation.
    private static string Simple(string line)
    {
        line = line.Trim();
        return line.StartsWith("go func() { ", StringComparison.Ordinal) ? line["go func() { ".Length..^" }()".Length] : line;
    }

    [GeneratedRegex(@"^func ([A-Z]\w*)\(\) \{", RegexOptions.Multiline)]
    private static partial Regex Programs();

    [GeneratedRegex(@"\.(func|gowrap)\d+(\.\d+)*$")]
    private static partial Regex Literals();
}
