using System.Collections.Concurrent;
using System.Diagnostics;

namespace Unpark.Go.Tests.Oracles;

/// <summary>
/// The Go that the tests compare with: <c>UNPARK_GOROOT</c>, else the <c>go</c> on PATH if it is new enough and has its
/// source and tests, else the one that eng/get-go has fetched. What needs it fails without it.
/// </summary>
public static class GoToolchain
{
    private const int MinMinor = 27;

    private static readonly Lazy<string> FoundRoot = new(FindRoot);
    private static readonly ConcurrentDictionary<string, Lazy<string>> Programs = new();

    /// <summary>GOROOT.</summary>
    public static string Root => FoundRoot.Value;

    /// <summary>GOROOT of Go 1.19, as eng/get-go-old has fetched it, or null.</summary>
    public static string? OldRoot
    {
        get
        {
            var root = Path.Combine(Tools, "go-1.19", "usr", "lib", "go-1.19");
            return File.Exists(Path.Combine(root, "bin", "go")) ? root : null;
        }
    }

    /// <summary>The <c>go</c> command.</summary>
    public static string Command => Path.Combine(Root, "bin", OperatingSystem.IsWindows() ? "go.exe" : "go");

    /// <summary>The folder of this repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Debian's Go packages in GOPATH form, as eng/get-corpus has fetched them, or null.</summary>
    public static string? Corpus
    {
        get
        {
            var folder = Path.Combine(Tools, "corpus", "usr", "share", "gocode");
            return Directory.Exists(folder) ? folder : null;
        }
    }

    /// <summary>The folder that the scripts of eng unpack what they fetch into.</summary>
    public static string Tools => Environment.GetEnvironmentVariable("UNPARK_TOOLS")
        ?? Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "unpark");

    /// <summary>The executable of a program of test/oracles, built once per process.</summary>
    public static string Program(string name)
        => Programs.GetOrAdd(name, static n => new Lazy<string>(() => Build(n))).Value;

    /// <summary>A process to run a program of Go's, its environment set so that it fetches nothing.</summary>
    /// <param name="program">The executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder it runs in, or null for this one.</param>
    public static ProcessStartInfo Start(string program, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        var bin = Path.GetDirectoryName(Command)!;
        start.Environment["PATH"] = bin + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["GOROOT"] = Root;
        start.Environment["GOTOOLCHAIN"] = "local";
        start.Environment["GOPROXY"] = "off";
        start.Environment["GOFLAGS"] = "-mod=mod";
        start.Environment["GOWORK"] = "off";
        return start;
    }

    /// <summary>Runs a program to its end and gives what it wrote; throws if it fails.</summary>
    /// <param name="start">What to run, from <see cref="Start"/>.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="mostTime">It is ended if it takes longer; null for no limit.</param>
    public static string Run(ProcessStartInfo start, string input = "", TimeSpan? mostTime = null)
    {
        using var process = Process.Start(start)!;
        using var limit = new Timer(_ => process.Kill(entireProcessTree: true), null, mostTime ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var errors = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        });
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {errors.Result}");
        }

        writing.Wait();
        return output;
    }

    private static string Build(string name)
    {
        var source = Path.Combine(Repository, "test", "oracles", name);
        var folder = Path.Combine(Repository, "artifacts", "oracles");
        Directory.CreateDirectory(folder);
        // Several test processes may build at once: each makes its own file, and the last one stays.
        var target = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
        var part = $"{target}.{Environment.ProcessId}";
        Run(Start(Command, ["build", "-o", part, "."], source));
        File.Move(part, target, overwrite: true);
        return target;
    }

    private static string FindRoot()
    {
        if (Environment.GetEnvironmentVariable("UNPARK_GOROOT") is { Length: > 0 } given)
        {
            return IsComplete(given)
                ? given
                : throw new InvalidOperationException($"UNPARK_GOROOT={given} has no go command, src/go/types and test");
        }

        if (RootOnPath() is { } root)
        {
            return root;
        }

        var fetched = Path.Combine(Tools, "go-1.27", "usr", "lib", "go-1.27");
        return IsComplete(fetched)
            ? fetched
            : throw new InvalidOperationException(
                $"Go 1.{MinMinor} with its source is needed: run eng/test, which fetches it, or set UNPARK_GOROOT");
    }

    private static bool IsComplete(string root)
        => Directory.Exists(Path.Combine(root, "src", "go", "types")) && Directory.Exists(Path.Combine(root, "test"))
            && (File.Exists(Path.Combine(root, "bin", "go")) || File.Exists(Path.Combine(root, "bin", "go.exe")));

    private static string? RootOnPath()
    {
        try
        {
            var start = new ProcessStartInfo("go", ["env", "GOROOT", "GOVERSION"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["GOTOOLCHAIN"] = "local";
            var lines = Run(start).Split('\n', StringSplitOptions.TrimEntries);
            var version = lines[1].StartsWith("go1.", StringComparison.Ordinal) ? lines[1][4..].Split('.', 'r', ' ')[0] : "0";
            return int.TryParse(version, out var minor) && minor >= MinMinor && IsComplete(lines[0]) ? lines[0] : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return null; // no go on PATH, or one that does not run
        }
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Unpark.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} lies in no folder that holds Unpark.slnx");
    }
}
