using System.Diagnostics;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Testing;

/// <summary>What is left of <c>unpark test</c> when it is told to end: no process and no file.</summary>
public sealed class InterruptedTestTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder temporary = new();

    public InterruptedTestTests() => folder.Write("go.mod", "module example.com/slow\n\ngo 1.19\n");

    public void Dispose()
    {
        folder.Dispose();
        temporary.Dispose();
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Nothing_is_left_of_tests_that_run(string signal, int exitCode)
    {
        Test("started(); select {}");
        Assert.Equal(exitCode, await StopAsync(signal, "./..."));
    }

    [Fact]
    public async Task Nothing_is_left_of_tests_that_have_started_processes()
    {
        Test("""exec.Command("sh", "-c", "touch started; sleep 300 & sleep 300").Run()""");
        Assert.Equal(130, await StopAsync("INT", "./..."));
    }

    [Fact]
    public async Task Nothing_is_left_of_tests_that_do_not_want_to_end()
    {
        Test("signal.Ignore(os.Interrupt, syscall.SIGTERM); started(); select {}");
        Assert.Equal(143, await StopAsync("TERM", "./..."));
    }

    [Theory]
    [InlineData("--perturb=3")]
    [InlineData("-race")]
    [InlineData("-c", "-o=/dev/null")]
    public async Task Nothing_is_left_of_a_build(params string[] args)
    {
        // Nothing is there when it is interrupted but what the go command builds with.
        Test("started(); select {}");
        Assert.Equal(143, await StopAsync("TERM", [.. args, "-gcflags=-N", "-a", "./..."], p => Directory.EnumerateFileSystemEntries(temporary.Path).Any()));
    }

    private Task<int> StopAsync(string signal, params string[] args) =>
        StopAsync(signal, args, _ => File.Exists(Path.Combine(folder.Path, "started")));

    private async Task<int> StopAsync(string signal, string[] args, Predicate<Process> isStarted)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var process = UnparkProcess.Start(UnparkProcess.Executable, folder.Path, new Dictionary<string, string?>
        {
            ["PATH"] = Path.Combine(UnparkProcess.GoRoot, "bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["GOTOOLCHAIN"] = "local",
            ["GOFLAGS"] = "",
            ["GOPROXY"] = "off",
            ["TMPDIR"] = temporary.Path,
            ["UNPARK_CACHE"] = Path.Combine(folder.Path, "cache"),
        }, ["test", .. args]);
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        for (var start = Stopwatch.StartNew(); !isStarted(process); await Task.Delay(20, cancellation))
        {
            Assert.False(process.HasExited || start.Elapsed > TimeSpan.FromMinutes(2), await Said());
        }

        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]);
        await process.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(20), cancellation);

        Assert.Equal([], Directory.EnumerateFileSystemEntries(temporary.Path).Where(p => !Path.GetFileName(p).StartsWith("clr-debug-pipe", StringComparison.Ordinal)
            && !Path.GetFileName(p).StartsWith("dotnet-diagnostic", StringComparison.Ordinal)));
        Assert.Empty(Left());
        return process.ExitCode;

        async Task<string> Said() => process.HasExited ? await output + await errors : "it does not start";
    }

    // Processes whose working folder is below ours, or that have our folder for temporary files.
    private string[] Left() =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])).Where(IsOurs)
            .Select(p => { try { return File.ReadAllText(p + "/cmdline"); } catch (IOException) { return ""; } }).Where(c => c.Length > 0),
    ];

    private bool IsOurs(string process)
    {
        try
        {
            return File.ReadAllText(process + "/environ").Contains("TMPDIR=" + temporary.Path, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Test(string body) => folder.Write("slow_test.go", $$"""
        package slow

        import (
        	"os"
        	"os/exec"
        	"os/signal"
        	"syscall"
        	"testing"
        )

        var _ = []any{exec.Command, signal.Ignore, syscall.SIGTERM}

        func TestSlow(t *testing.T) {
        	{{body}}
        }

        func started() { os.WriteFile("started", nil, 0o600) }
        """);
}
