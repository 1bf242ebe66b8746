using System.Diagnostics;

namespace Unpark.Go.Tests.Constants;

/// <summary>Runs the Go programs of test/oracles, with the Go that eng/get-go finds.</summary>
internal static class GoTool
{
    private static readonly Lazy<string> RepositoryRoot = new(FindRepository);
    private static readonly Lazy<string> GoRoot = new(FindGo);

    /// <summary>The folder of the repository.</summary>
    public static string Repository => RepositoryRoot.Value;

    /// <summary>Runs a program of test/oracles with some input and returns what it writes.</summary>
    public static string RunOracle(string name, string input)
    {
        var start = new ProcessStartInfo(Path.Combine(GoRoot.Value, "bin", "go"), ["run", "."])
        {
            WorkingDirectory = Path.Combine(Repository, "test", "oracles", name),
            Environment =
            {
                ["GOTOOLCHAIN"] = "local",
                ["GOPROXY"] = "off",
                ["GOFLAGS"] = "-mod=mod",
                ["GO111MODULE"] = "on",
                ["GOROOT"] = GoRoot.Value,
            },
        };
        return Run(start, input);
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Unpark.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"no Unpark.slnx above {AppContext.BaseDirectory}");
        }

        return folder;
    }

    private static string FindGo() =>
        Run(new ProcessStartInfo(Path.Combine(Repository, "eng", "get-go")), "").Trim();

    private static string Run(ProcessStartInfo start, string input)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException($"{start.FileName} failed: {error.GetAwaiter().GetResult()}");
    }
}
