using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Unpark.Go.Tests.Oracles;

namespace Unpark.GoTest.Tests.Support;

/// <summary>A module in a folder of its own, and what the go command and we print when its tests run.</summary>
public sealed partial class GoModule : IDisposable
{
    private static readonly string Overlays = Path.Combine(GoToolchain.Tools, "test-overlays");

    /// <summary>Makes a module.</summary>
    /// <param name="text">Its files, each under a line <c>-- name --</c>, as txtar has them.</param>
    /// <param name="goVersion">The version in go.mod.</param>
    public GoModule(string text, string goVersion = "1.21")
    {
        File.WriteAllText(Path.Combine(Folder, "go.mod"), $"module example.com/m\n\ngo {goVersion}\n");
        foreach (var part in Regex.Split(text, "^-- ", RegexOptions.Multiline).Skip(1))
        {
            var end = part.IndexOf(" --\n", StringComparison.Ordinal);
            var path = Path.Combine(Folder, part[..end]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, part[(end + 4)..]);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("unpark gotest-").FullName;

    /// <summary>Runs the tests with our overlay.</summary>
    public (GoTestResult Result, string Output, string Errors) Test(params string[] args) => Test(GoToolchain.Root, args);

    /// <summary>The same with noise.</summary>
    public (GoTestResult Result, string Output, string Errors) Perturbed(uint seed, params string[] args) => Test(GoToolchain.Root, args, seed);

    /// <summary>The same for several seeds, from one on, in executables that run themselves.</summary>
    public (ImmutableArray<GoTestResult> Results, string Output, string Errors) Repeated(string goRoot, uint seed, int runs, params string[] args)
    {
        var command = Path.Combine(goRoot, "bin", "go");
        var go = GoEnvironment.Of(Folder, command, TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var arguments = GoTestArguments.Parse(args, go.GoFlags);
        var results = new GoTestRun(new GoTestOptions
        {
            GoCommand = command,
            Arguments = arguments,
            Folder = Folder,
            Overlay = TestOverlay.Create(go, Overlays, null, OwnSources.Of(arguments, Folder, command, TestContext.Current.CancellationToken)),
            Noise = NoiseSettings.Of(seed, arguments) with { Runs = runs },
        }).RunEach(output, errors, TestContext.Current.CancellationToken);
        return (results, output.ToString(), errors.ToString());
    }

    /// <summary>The same with another Go.</summary>
    public (GoTestResult Result, string Output, string Errors) Test(string goRoot, string[] args, uint? seed = null)
    {
        var command = Path.Combine(goRoot, "bin", "go");
        var go = GoEnvironment.Of(Folder, command, TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var arguments = GoTestArguments.Parse(args, go.GoFlags);
        var result = new GoTestRun(new GoTestOptions
        {
            GoCommand = command,
            Arguments = arguments,
            Folder = Folder,
            Overlay = TestOverlay.Create(go, Overlays, null, seed is null ? null : OwnSources.Of(arguments, Folder, command, TestContext.Current.CancellationToken)),
            Noise = seed is { } value ? NoiseSettings.Of(value, arguments) : null,
        }).Run(output, errors, TestContext.Current.CancellationToken);
        return (result, output.ToString(), errors.ToString());
    }

    /// <summary>What the go command itself prints.</summary>
    public (int ExitCode, string Output, string Errors) Plain(params string[] args)
    {
        var start = new ProcessStartInfo(GoToolchain.Command, ["test", .. args])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    /// <summary>The goroutines that are left, as "package test: function", in order.</summary>
    public static string[] Left(GoTestResult result) =>
    [
        .. result.Packages.SelectMany(p => LeftBehind.Of(p)).SelectMany(l => l.Profile.Records.Select(r =>
            $"{l.Package[(l.Package.LastIndexOf('/') + 1)..]} {l.Test ?? "?"}: {Profiles.FunctionName.Local(Profiles.Fingerprint.Blocked(r.Stack)!.Function)}"
            + (r.Count == 1 ? "" : $" x{r.Count}") + (r.State.Leaked ? " proved" : ""))).Order(StringComparer.Ordinal),
    ];

    /// <summary>Output without what differs from run to run.</summary>
    public static string Normalize(string text)
    {
        text = Times().Replace(text, "(T)");
        text = Elapsed().Replace(text, "\tT");
        text = Hex().Replace(text, "0xH");
        text = Speed().Replace(text, "N ns/op");
        return text.Replace("(cached)", "T", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, true);
        }
        catch (IOException)
        {
            // A test that was killed may still write there.
        }
    }

    [GeneratedRegex(@"\(\d+\.\d+s\)")]
    private static partial Regex Times();

    [GeneratedRegex(@"\t\d+\.\d+s")]
    private static partial Regex Elapsed();

    [GeneratedRegex(@"0x[0-9a-f]+|goroutine \d+")]
    private static partial Regex Hex();

    [GeneratedRegex(@"\s+\d+\s+[\d.]+ ns/op")]
    private static partial Regex Speed();
}
