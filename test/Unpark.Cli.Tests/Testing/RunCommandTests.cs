using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Testing;

/// <summary><c>unpark run</c> as a process, over real programs.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RunCommandTests() => folder.Write("go.mod", "module example.com/server\n\ngo 1.21\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_left_after_the_shutdown_is_told_with_its_source()
    {
        Program("""
            	done := make(chan os.Signal, 1)
            	signal.Notify(done, syscall.SIGTERM)
            	jobs := make(chan int)
            	for i := 0; i < 3; i++ {
            		go func() {
            			for range jobs {
            			}
            		}()
            	}
            	fmt.Println("serving", os.Args[1:])
            	<-done
            	fmt.Println("bye")
            """);
        var run = Run("--for", "500ms", "./cmd/server", "-x", "--for", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("serving [-x --for 1]\nbye\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 goroutines of 5 left when main returns:", run.Output, StringComparison.Ordinal);
        Assert.Contains("UP103 range-never-closed: 3 goroutines", run.Output, StringComparison.Ordinal);
        Assert.Equal(["cmd", "cmd/server", "cmd/server/main.go", "go.mod"], Directory.EnumerateFileSystemEntries(folder.Path, "*",
            SearchOption.AllDirectories).Select(p => Path.GetRelativePath(folder.Path, p)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_program_that_ends_by_itself_and_leaves_nothing_is_clean()
    {
        Program("""
            	c := make(chan int)
            	go func() { time.Sleep(20 * time.Millisecond); close(c) }()
            	_ = os.Args
            """);
        var run = Run("./cmd/server");

        Assert.Equal((0, "", "no goroutine is left when main returns\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task What_is_left_is_told_after_an_interrupt_too()
    {
        Program("""
            	done := make(chan os.Signal, 1)
            	signal.Notify(done, syscall.SIGTERM, os.Interrupt)
            	go func() { select {} }()
            	fmt.Println("serving")
            	<-done
            """);
        using var process = UnparkProcess.Start(UnparkProcess.Executable, folder.Path, Environment(), "run", "./cmd/server");
        Assert.Equal("serving", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString()]);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("left when main returns:", output, StringComparison.Ordinal);
        Assert.Contains("UP108 empty-select", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_terminals_interrupt_reaches_the_program_once()
    {
        // A second signal ends a program that has taken one; and what is typed is the program's.
        Program("""
            	var name string
            	fmt.Scanln(&name)
            	fmt.Println("hello", name)
            	done := make(chan os.Signal, 1)
            	signal.Notify(done, syscall.SIGTERM, os.Interrupt)
            	fmt.Println("serving")
            	fmt.Println("got", <-done)
            	signal.Reset()
            	time.Sleep(time.Second)
            	fmt.Println("bye")
            """);
        // A shell that waited for it would end with 130 itself, having been interrupted too (dash does, bash does not).
        var start = new ProcessStartInfo("script", ["-qefc", $"exec '{UnparkProcess.Executable}' run ./cmd/server", "/dev/null"])
        {
            WorkingDirectory = folder.Path, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        foreach (var (name, value) in Environment())
        {
            start.Environment[name] = value;
        }

        start.Environment["SHELL"] = "/bin/sh";

        using var process = Process.Start(start)!;
        process.StandardInput.AutoFlush = true;
        process.StandardInput.Write("gopher\n");
        var output = "";
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            output += line.TrimEnd('\r') + "\n";
            if (line.StartsWith("serving", StringComparison.Ordinal))
            {
                process.StandardInput.Write("\u0003");
            }
        }

        // What is typed is shown, and .NET sets the terminal up for the program.
        output = Regex.Replace(output, "\\^C|\u001b(\\[\\?1h|=)", "");
        Assert.Contains("hello gopher\nserving\n", output, StringComparison.Ordinal);
        Assert.Contains("got interrupt\nbye\nno goroutine is left when main returns\n", output, StringComparison.Ordinal);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void A_program_that_does_not_end_is_killed_and_what_it_waits_for_told()
    {
        Program("""
            	done := make(chan os.Signal, 1)
            	signal.Notify(done, syscall.SIGTERM)
            	<-done
            	var wg sync.WaitGroup
            	wg.Add(1)
            	wg.Wait()
            """);
        var run = Run("--for", "300ms", "--patience", "1s", "./cmd/server");

        Assert.Equal(137, run.ExitCode);
        Assert.Contains("did not end after the signal and was killed: what it waited for is in the report", run.Error, StringComparison.Ordinal);
        Assert.Contains("UP109 waitgroup-stuck: 1 goroutine in sync.WaitGroup.Wait at main.main", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_get_JSON()
    {
        Program("\tgo func() { select {} }()\n\ttime.Sleep(time.Millisecond)\n");
        var run = Run("--format", "json", "-trimpath", "./cmd/server");

        using var json = JsonDocument.Parse(run.Output);
        var group = json.RootElement.GetProperty("groups")[0];
        Assert.Equal(("leaked", "UP108"), (group.GetProperty("verdict").GetString(), group.GetProperty("rule").GetString()));
    }

    [Fact]
    public void The_exit_code_is_the_programs()
    {
        Program("\tos.Exit(7)\n");
        var run = Run("./cmd/server");

        Assert.Equal(7, run.ExitCode);
        Assert.Contains("main did not return", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_program_is_said()
    {
        folder.Write("lib/lib.go", "package lib\n");
        folder.Write("broken/main.go", "package main\n\nfunc main() { undefined() }\n");

        Assert.Equal((2, "unpark: ./lib is no program: its package is called lib, not main\n"), Of(Run("./lib")));
        Assert.Equal(2, Run("./nowhere").ExitCode);
        var broken = Run("./broken");
        Assert.Equal(2, broken.ExitCode);
        Assert.Contains("undefined: undefined", broken.Error, StringComparison.Ordinal);
        Assert.Contains("unpark: which program?", Run().Error, StringComparison.Ordinal);

        static (int, string) Of(ProcessResult run) => (run.ExitCode, run.Error);
    }

    private void Program(string body) => folder.Write("cmd/server/main.go", $$"""
        package main

        import (
        	"fmt"
        	"os"
        	"os/signal"
        	"sync"
        	"syscall"
        	"time"
        )

        var _ = []any{fmt.Println, os.Exit, signal.Notify, syscall.SIGTERM, time.Sleep, sync.NewCond}

        func main() {
        {{body}}
        }
        """);

    private ProcessResult Run(params string[] args) => UnparkProcess.Run(folder.Path, Environment(), ["run", .. args]);

    private static Dictionary<string, string?> Environment() => new()
    {
        ["PATH"] = Path.Combine(UnparkProcess.GoRoot, "bin") + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH"),
        ["GOTOOLCHAIN"] = "local",
        ["GOFLAGS"] = "",
        ["GOPROXY"] = "off",
    };
}
