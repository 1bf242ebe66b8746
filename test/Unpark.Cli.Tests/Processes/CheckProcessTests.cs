using System.Diagnostics;
using System.Text.Json;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Processes;

/// <summary>What a user may come upon, with real processes and files.</summary>
public sealed class CheckProcessTests : IDisposable
{
    private const string Leak = "package m\n\nimport \"sync\"\n\nfunc F(mu *sync.Mutex, b bool) {\n\tmu.Lock()\n\tif b {\n"
        + "\t\treturn\n\t}\n\tmu.Unlock()\n}\n";

    private readonly TemporaryFolder folder = new();

    public CheckProcessTests() => folder.Write("go.mod", "module example.com/m\n\ngo 1.24\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_syntax_error_is_named_and_the_rest_is_checked()
    {
        folder.Write("a.go", Leak);
        folder.Write("b/b.go", "package b\n\nfunc f( {\n");
        var result = UnparkProcess.Run(folder.Path, "check");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("a.go:6:2: UP601", result.Output, StringComparison.Ordinal);
        Assert.Contains("unpark: b/b.go:3:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Syntax_errors_alone_mean_that_it_could_not_run()
    {
        folder.Write("b.go", "package b\n\nfunc f( {\n");
        var result = UnparkProcess.Run(folder.Path, "check", "-json");
        Assert.Equal(2, result.ExitCode);
        var error = JsonDocument.Parse(result.Output).RootElement.GetProperty("errors")[0];
        Assert.Equal(("b.go", 3), (error.GetProperty("file").GetString(), error.GetProperty("line").GetInt32()));
    }

    [Fact]
    public void A_missing_dependency_is_one_line_and_no_error()
    {
        folder.Write("a.go", "package m\n\nimport \"example.org/missing/thing\"\n\nvar X = thing.New()\n");
        var result = UnparkProcess.Run(folder.Path, "check");
        Assert.Equal(
            "unpark: 1 import is not on disk, and what comes from there is unknown: example.org/missing/thing\n", result.Error);
        Assert.Equal(("no findings in 1 package\n", 0), (result.Output, result.ExitCode));
    }

    [Theory]
    [InlineData("./nowhere", "nowhere")]
    [InlineData("./...", "./...")]
    [InlineData("example.com/m/nowhere", "example.com/m/nowhere")]
    [InlineData("nowhere.go", "nowhere.go: no such file")]
    public void Patterns_without_packages_cannot_be_checked(string pattern, string named)
    {
        var result = UnparkProcess.Run(folder.Path, "check", pattern);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("unpark: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_nested_modules_are_checked_and_mended_as_parts_of_these()
    {
        var cache = new Dictionary<string, string?> { ["UNPARK_CACHE"] = Path.Combine(folder.Path, "cache") };
        folder.Write("a.go", Leak);
        folder.Write("server/go.mod", "module example.com/server\n\ngo 1.24\n\nrequire example.com/m v0.0.0\n\nreplace example.com/m => ..\n");
        folder.Write("server/b/b.go", Leak.Replace("package m", "package b\n\nimport _ \"example.com/m\"", StringComparison.Ordinal));
        folder.Write("tools/go.mod", "module example.com/tools\n");
        folder.Write("tools/c.go", Leak.Replace("package m", "package tools", StringComparison.Ordinal));
        Assert.Contains("1 finding in 1 package", UnparkProcess.Run(folder.Path, "check").Output, StringComparison.Ordinal);
        string[] all = ["check", "--format", "json", "./...", "./server/...", "./tools"];
        var first = UnparkProcess.Run(folder.Path, cache, all);
        Assert.Equal((1, ""), (first.ExitCode, first.Error));
        Assert.Equal((first.Output, ""), (UnparkProcess.Run(folder.Path, cache, all) is var again ? again.Output : "", again.Error));
        var report = JsonDocument.Parse(first.Output).RootElement;
        Assert.Equal(["a.go", "server/b/b.go", "tools/c.go"],
            report.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("file").GetString()));
        Assert.Equal(3, report.GetProperty("packages").GetInt32());
        var mended = UnparkProcess.Run(folder.Path, "fix", "./server/b", "./tools");
        Assert.Equal((0, ""), (mended.ExitCode, mended.Error));
        Assert.Contains("1 finding in 3 packages", UnparkProcess.Run(folder.Path, cache, "check", "./...", "./server/...", "./tools").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_go_mod_is_named()
    {
        folder.Write("go.mod", "module example.com/m\n\nrequire (\n");
        folder.Write("a.go", "package m\n");
        var result = UnparkProcess.Run(folder.Path, "check");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("go.mod", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_and_the_rest_is_checked()
    {
        folder.Write("a.go", Leak);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "gone.go"), "nowhere.go");
        var result = UnparkProcess.Run(folder.Path, "check");
        Assert.Contains("a.go:6:2: UP601", result.Output, StringComparison.Ordinal);
        Assert.Contains("gone.go", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_files_and_deep_nesting_neither_crash_nor_hang()
    {
        folder.Write("a.go", Leak);
        File.WriteAllBytes(Path.Combine(folder.Path, "b.go"), [.. "package m\n"u8, .. RandomBytes(100_000)]);
        folder.Write("c/c.go", "package c\n\nvar x = " + new string('(', 100_000));
        folder.Write("d/d.go", "package d\n\nvar x = " + string.Concat(Enumerable.Repeat("1+", 50_000)) + "1\n");
        var result = UnparkProcess.Run(folder.Path, "check");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("b.go:", result.Error, StringComparison.Ordinal);
        Assert.Contains("c/c.go:", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_of_a_test_variant_are_shown_once_and_tests_can_be_left_out()
    {
        folder.Write("a.go", Leak);
        folder.Write("a_test.go", Leak.Replace("F(", "G(", StringComparison.Ordinal));
        var with = UnparkProcess.Run(folder.Path, "check");
        Assert.Contains("2 findings in 1 package", with.Output, StringComparison.Ordinal);
        var without = UnparkProcess.Run(folder.Path, "check", "-test=false");
        Assert.Contains("1 finding in 1 package", without.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_and_platforms_choose_files()
    {
        folder.Write("a.go", "//go:build special && windows\n\n" + Leak);
        folder.Write("b.go", "package m\n");
        var result = UnparkProcess.Run(folder.Path, new Dictionary<string, string?> { ["GOOS"] = "windows" }, "check",
            "-tags", "special");
        Assert.Contains("a.go:8:2: UP601", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, UnparkProcess.Run(folder.Path, "check", "-tags", "special").ExitCode);
        var unknown = UnparkProcess.Run(folder.Path, "check", "--goos", "plan10", "--goarch", "amd64");
        Assert.Equal((2, "unpark: GOOS=plan10 GOARCH=amd64 is no platform that Go knows\n"), (unknown.ExitCode, unknown.Error));
    }

    [Fact]
    public void A_reader_that_goes_away_is_no_error()
    {
        for (var i = 0; i < 300; i++)
        {
            folder.Write($"p{i}/a.go", Leak.Replace("package m", $"package p{i}", StringComparison.Ordinal));
        }

        var result = UnparkProcess.RunProgram("bash", folder.Path, new Dictionary<string, string?>(), "-c",
            $"'{UnparkProcess.Executable}' check | head -n 1; exit ${{PIPESTATUS[0]}}");
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("p0/a.go:6:2: UP601", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_cannot_be_written_is_an_error()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        folder.Write("a.go", Leak);
        var result = UnparkProcess.RunProgram("bash", folder.Path, new Dictionary<string, string?>(), "-c",
            $"'{UnparkProcess.Executable}' check >/dev/full");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("could not write the output", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check >&-", 2, "unpark: could not write the output: it is closed\n")]
    [InlineData("--version >&-", 2, "unpark: could not write the output: it is closed\n")]
    [InlineData("--version >/dev/full", 2, "unpark: could not write the output: No space left on device\n")]
    [InlineData("check --format json=out.json >&-", 1, "")]
    [InlineData("check . ./nowhere 2>&- >/dev/null", 1, "")]
    public void Streams_that_are_closed_or_full_are_no_reason_to_crash(string command, int code, string error)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        folder.Write("a.go", Leak);
        var result = UnparkProcess.RunProgram("bash", folder.Path, new Dictionary<string, string?>(), "-c",
            $"'{UnparkProcess.Executable}' {command}");
        Assert.Equal((code, "", error), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(command.Contains("out.json", StringComparison.Ordinal), File.Exists(Path.Combine(folder.Path, "out.json")));
    }

    [Theory]
    [InlineData("TERM=xterm", true)]
    [InlineData("TERM=dumb", false)]
    [InlineData("NO_COLOR=1", false)]
    public void A_terminal_gets_colour_unless_it_does_not_want_any(string setting, bool colored)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "there is no script command to make a terminal with");
        folder.Write("a.go", Leak);
        var result = InTerminal($"env TERM=xterm {setting} '{UnparkProcess.Executable}' check", folder.Path);
        Assert.Contains("UP601", result.Output, StringComparison.Ordinal);
        Assert.Equal(colored, result.Output.Contains("\e[1m", StringComparison.Ordinal));
        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("\e[", UnparkProcess.Run(folder.Path, "check").Output, StringComparison.Ordinal);
        Assert.Contains("\e[", UnparkProcess.Run(folder.Path, "check", "--color=always").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_run_shows_its_progress_on_a_terminal_and_takes_it_away_again()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "there is no script command to make a terminal with");
        var result = InTerminal($"'{UnparkProcess.Executable}' check -test=false go/... net/...", UnparkProcess.GoRoot + "/src");
        Assert.Matches(@"checking packages: \d+/\d+\r\e\[K", result.Output);
        Assert.Matches(@"\r\e\[K[^\r\e]+ packages", result.Output.Replace("\e[1m", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interrupt_ends_a_run_at_once_with_130()
    {
        using var process = UnparkProcess.Start(UnparkProcess.Executable, UnparkProcess.GoRoot,
            new Dictionary<string, string?> { ["GO111MODULE"] = "off" }, "check", "std", "cmd");
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(700, TestContext.Current.CancellationToken);
        Assert.False(process.HasExited, "it was done before it could be interrupted");
        var clock = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString()]);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.Equal(130, process.ExitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"it took {clock.Elapsed}");
        Assert.Equal("", (await output) + (await error));
    }

    private static ProcessResult InTerminal(string command, string folder) => UnparkProcess.RunProgram(
        "/usr/bin/script", folder, new Dictionary<string, string?> { ["TERM"] = "xterm" }, "-qec", command, "/dev/null");

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
