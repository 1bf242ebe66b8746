using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Unpark.Cli.Tests.Support;

/// <summary>Runs the executable as a process, as it is built beside the tests.</summary>
internal static class UnparkProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly Lazy<string?> FoundGoRoot = new(() => FindGoRoot("get-go"));
    private static readonly Lazy<string?> FoundOldGoRoot = new(() => FindGoRoot("get-go-old", "1.19"));

    /// <summary>The root of the Go installation that results are compared with.</summary>
    public static string GoRoot => FoundGoRoot.Value ?? throw new InvalidOperationException("eng/get-go has found no Go");

    /// <summary>The root of an old one, Go 1.19; null if it is not there and cannot be fetched.</summary>
    public static string? OldGoRoot => FoundOldGoRoot.Value;

    /// <summary>The path of the executable.</summary>
    public static string Executable { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "unpark.exe" : "unpark");

    /// <summary>Runs it in a folder.</summary>
    public static ProcessResult Run(string folder, params string[] args) => Run(folder, new Dictionary<string, string?>(), args);

    /// <summary>Runs it with some environment variables changed; null removes one.</summary>
    public static ProcessResult Run(string folder, IReadOnlyDictionary<string, string?> environment, params string[] args)
        => RunProgram(Executable, folder, environment, args);

    /// <summary>Runs any program.</summary>
    public static ProcessResult RunProgram(string program, string folder, IReadOnlyDictionary<string, string?> environment,
        params string[] args)
    {
        using var process = Start(program, folder, environment, args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', args)} did not end");
        }

#pragma warning disable xUnit1031 // the process has ended, so that both are done
        return new ProcessResult(process.ExitCode, output.Result, error.Result);
#pragma warning restore xUnit1031
    }

    /// <summary>Starts any program, its output to be read.</summary>
    public static Process Start(string program, string folder, IReadOnlyDictionary<string, string?> environment,
        params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Go need not be on PATH for the tests.
        start.Environment["GOROOT"] = GoRoot;
        // Nor is anything left behind, or taken from an earlier run, unless a test is about that.
        start.Environment["UNPARK_CACHE"] = "off";
        // Nor need dotnet be: what runs the tests runs the executable.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a program of the Go installation, without network.</summary>
    public static ProcessResult RunGoTool(string program, string folder, params string[] args)
        => RunProgram(Path.Combine(GoRoot, "bin", program), folder, new Dictionary<string, string?>
        {
            ["GOTOOLCHAIN"] = "local",
            ["GOFLAGS"] = "-mod=mod",
            ["GOPROXY"] = "off",
        }, args);

    private static string? FindGoRoot(string script, params string[] args)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Repository.File("eng", script), args) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : null;
    }
}
