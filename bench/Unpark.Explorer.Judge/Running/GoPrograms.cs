using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Unpark.Go.Tests.Oracles;
using Unpark.Profiles;

namespace Unpark.Explorer.Judge;

/// <summary>A folder with generated programs as one Go package, in one of their forms.</summary>
public sealed class GoPrograms : IDisposable
{
    // The programs end before by themselves, saying where they stand.
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(8);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("unpark-judge-");
    private readonly Lazy<string> executable;

    public GoPrograms(IEnumerable<GeneratedProgram> programs, WriterMode mode, bool checksRaces = false)
    {
        ArgumentNullException.ThrowIfNull(programs);
        Write("go.mod", "module generated\n\ngo 1.27\n");
        Write("common.go", Resource("common.go"));
        Write("main.go", Resource(mode switch
        {
            WriterMode.Plain => "plain.go",
            WriterMode.Noisy => "noisy.go",
            _ => "gated.go",
        }));
        var table = new StringBuilder("package main\n\nvar programs = map[int]func(){\n");
        foreach (var program in programs)
        {
            Write(program.FileName, ProgramWriter.Write(program, mode));
            table.Append('\t').Append(program.Number).Append(": ").Append(program.Name).Append(",\n");
        }

        if (mode != WriterMode.Plain)
        {
            Write("programs.go", table.Append("}\n").ToString());
        }

        executable = new Lazy<string>(() => Build(checksRaces));
    }

    /// <summary>The path of the folder.</summary>
    public string Path => folder.FullName;

    /// <summary>Runs all programs and gives the goroutines that Go says have leaked.</summary>
    /// <param name="arguments">The arguments of the executable.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">What it printed besides.</param>
    public IReadOnlyCollection<Leak> Run(IEnumerable<string> arguments, string input, out string output) =>
        Run(arguments, input, out output, out _);

    /// <summary>The same, with the goroutines that are blocked though Go does not say that they have leaked.</summary>
    public IReadOnlyCollection<Leak> Run(IEnumerable<string> arguments, string input, out string output, out IReadOnlyCollection<Leak> blocked)
    {
        var start = GoToolchain.Start(executable.Value, arguments);
        var printed = GoToolchain.Run(start, input, MostTime);
        output = printed;
        var leaks = new HashSet<Leak>();
        var others = new HashSet<Leak>();
        blocked = others;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(printed));
        foreach (var record in ProfileReader.Read(stream).SelectMany(p => p.Records))
        {
            if (LeakOf(record) is { } leak)
            {
                (record.State.Leaked ? leaks : others).Add(leak);
            }
        }

        return leaks;
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The line of a program's file, or 0.</summary>
    internal static int LineIn(string file, int line, out int program)
    {
        var name = System.IO.Path.GetFileName(file);
        program = 0;
        return name is ['p', .. var number, '.', 'g', 'o'] && int.TryParse(number, out program) ? line : 0;
    }

    private static Leak? LeakOf(GoroutineRecord record)
    {
        var program = 0;
        var place = record.Stack.Frames.FirstOrDefault(f => LineIn(f.File, f.Line, out program) != 0);
        // A goroutine at a gate waits for its turn.
        if (place == null || record.Stack.Frames.TakeWhile(f => f != place).Any(f => f.File.EndsWith("/main.go", StringComparison.Ordinal)
            && !f.Function.Contains("locker", StringComparison.Ordinal)))
        {
            return null;
        }

        var number = program;
        var outermost = record.Stack.Frames.Last(f => LineIn(f.File, f.Line, out _) != 0);
        var created = record.Stack.CreatedBy is { } by ? LineIn(by.File, by.Line, out _) : 0;
        // What a panic has deferred calls done above the function that panicked: which function deferred it is not said.
        var isPanicking = record.Stack.Frames.TakeWhile(f => f != place).Any(f => f.Function is "panic" or "runtime.gopanic");
        return new Leak(number, created, outermost.Function, isPanicking ? 0 : place.Line, record.State.Text);
    }

    private string Build(bool checksRaces)
    {
        var path = System.IO.Path.Combine(folder.FullName, "programs.exe");
        string[] race = checksRaces ? ["-race"] : [];
        GoToolchain.Run(GoToolchain.Start(GoToolchain.Command, ["build", .. race, "-o", path, "."], folder.FullName));
        return path;
    }

    private void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(folder.FullName, name), text);

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
