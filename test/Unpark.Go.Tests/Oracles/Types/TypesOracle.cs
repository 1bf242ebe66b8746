using System.Diagnostics;

namespace Unpark.Go.Tests.Oracles;

/// <summary>The Go program gotypes: built once a run, and run over groups of packages.</summary>
internal sealed class TypesOracle : IDisposable
{
    private readonly string goRoot;
    private readonly string repository;
    private readonly string folder = Directory.CreateTempSubdirectory("gotypes").FullName;
    private string? corpus;

    public TypesOracle(string repository)
    {
        this.repository = repository;
        goRoot = Output(Path.Combine(repository, "eng/get-go"));
        var build = Go(Path.Combine(repository, "test/oracles/gotypes"));
        build.ArgumentList.Add("build");
        build.ArgumentList.Add("-o");
        build.ArgumentList.Add(Program);
        build.ArgumentList.Add(".");
        Run(build);
    }

    private string Program => Path.Combine(folder, "gotypes");

    public string GoRoot => goRoot;

    /// <summary>The repository around the running program.</summary>
    public static string FindRepository()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Unpark.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("run from within the repository: no Unpark.slnx above the program");
    }

    public TypesOracleRun Run(TypesGroup group, IEnumerable<string> options, TextWriter report, int toShow)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true };
        SetEnvironment(start);
        if (group.InCorpus)
        {
            corpus ??= Output(Path.Combine(repository, "eng/get-corpus"));
            var goPath = corpus.EndsWith("/src", StringComparison.Ordinal) ? corpus[..^4] : corpus;
            start.Environment["GO111MODULE"] = "off";
            start.Environment["GOPATH"] = goPath;
            start.WorkingDirectory = Path.Combine(goPath, "src");
        }
        else
        {
            start.WorkingDirectory = Path.Combine(goRoot, "src");
        }

        foreach (var argument in options.Concat(group.Patterns))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var stream = new TypesOracleStream(process.StandardOutput.BaseStream, report, toShow);
        var tally = stream.Compare();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"gotypes failed on {group.Name}");
        }

        return new TypesOracleRun(tally, stream.CheckTime);
    }

    public void Dispose() => Directory.Delete(folder, true);

    private ProcessStartInfo Go(string workingDirectory)
    {
        var start = new ProcessStartInfo(Path.Combine(goRoot, "bin/go")) { WorkingDirectory = workingDirectory };
        SetEnvironment(start);
        return start;
    }

    private void SetEnvironment(ProcessStartInfo start)
    {
        start.Environment["PATH"] = Path.Combine(goRoot, "bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["GOTOOLCHAIN"] = "local";
        start.Environment["GOPROXY"] = "off";
        start.Environment["GOFLAGS"] = "";
        start.Environment["CGO_ENABLED"] = "0";
        start.Environment["GOOS"] = "linux";
        start.Environment["GOARCH"] = "amd64";
    }

    private static string Output(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", script) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{script} failed");
    }

    private static void Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed");
        }
    }
}
