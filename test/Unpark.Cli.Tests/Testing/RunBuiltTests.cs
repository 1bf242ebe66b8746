using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Testing;

/// <summary><c>unpark run</c> over programs that are built already.</summary>
public sealed class RunBuiltTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RunBuiltTests() => folder.Write("go.mod", "module example.com/shop\n\ngo 1.19\n");

    public void Dispose() => folder.Dispose();

    private const string Server = """
        	l, _ := net.Listen("tcp", "localhost:0")
        	srv := &http.Server{}
        	go srv.Serve(l)
        	done := make(chan os.Signal, 1)
        	signal.Notify(done, syscall.SIGTERM, os.Interrupt)
        	go func() {
        		time.Sleep(1500 * time.Millisecond)
        		leak(25)
        	}()
        	fmt.Fprintln(os.Stderr, "serving", l.Addr())
        	<-done
        	srv.Shutdown(context.Background())
        	fmt.Println("bye", os.Args[1:])
        """;

    [Fact]
    public void What_has_grown_since_the_start_is_told_by_net_http_pprof()
    {
        Build(Server, withProfiles: true);
        var run = Run("--for", "3s", "--", "./server", "-x", "--for", "1");

        Assert.True(run.ExitCode == 1, run.Output + run.Error);
        Assert.StartsWith("bye [-x --for 1]\n\n./server: goroutines when it had started up, and after ", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"new +\+25  0 → 25 +leaked +UP101  main\.leak\.func1", run.Output);
        Assert.StartsWith("serving 127.0.0.1:", run.Error, StringComparison.Ordinal);
        Assert.Contains("what is left when main returns is not seen in a program that is built already. \"unpark run ./cmd/server\" builds it and shows that.",
            run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_whose_goroutines_stay_the_same_is_clean()
    {
        Build(Server.Replace("leak(25)", "", StringComparison.Ordinal), withProfiles: true);
        var run = Run("--for", "2500ms", "--json", "./server");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        using var json = JsonDocument.Parse(run.Output[(run.Output.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(2, json.RootElement.GetProperty("goroutines").GetArrayLength());
    }

    [Fact]
    public void Where_profiles_are_served_may_be_said()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = free.LocalEndpoint.ToString()!;
        free.Stop();
        Build(Server.Replace("localhost:0", address, StringComparison.Ordinal), withProfiles: true);

        Assert.Contains("0 → 25", Run("--for", "3s", "--pprof", address, "--warmup", "500ms", "./server").Output, StringComparison.Ordinal);
        Assert.Contains("when it was told to quit", Run("--for", "2s", "--pprof", "none", "./server").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_profiles_shows_its_stacks_when_it_quits()
    {
        Build("\tleak(25)\n\tfmt.Fprintln(os.Stderr, \"at work\")\n\tselect {}\n");
        var run = Run("--for", "500ms", "./server");

        Assert.True(run.ExitCode == 1, run.Output + run.Error);
        Assert.StartsWith("\n./server: goroutines after 0.5 s, when it was told to quit:\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"25  suspect +UP101 +chan send +main\.leak\.func1", run.Output);
        Assert.StartsWith("at work\nThat is one moment", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_that_are_started_by_others_are_watched()
    {
        Build("\tleak(25)\n\tselect {}\n");
        var run = Run("--for", "800ms", "--", "sh", "-c", "./server & wait");

        Assert.Matches(@"25  suspect +UP101", run.Output);
    }

    [Fact]
    public void A_program_that_does_not_end_shows_what_it_waits_for()
    {
        Build("""
            	done := make(chan os.Signal, 1)
            	signal.Notify(done, syscall.SIGTERM)
            	<-done
            	var mu sync.Mutex
            	mu.Lock()
            	mu.Lock()
            """);
        var run = Run("--for", "500ms", "--signal", "TERM", "--patience", "1s", "./server");

        Assert.Equal(137, run.ExitCode);
        Assert.Contains("./server: goroutines when it was killed, since it did not end:", run.Output, StringComparison.Ordinal);
        Assert.Contains("sync.Mutex.Lock", run.Output, StringComparison.Ordinal);
        Assert.Contains("unpark: ./server did not end after the signal and was killed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_seen_is_said()
    {
        Build("\tsignal.Ignore(syscall.SIGQUIT)\n\ttime.Sleep(500 * time.Millisecond)\n\tos.Exit(3)\n");
        var itself = Run("./server");
        Assert.Equal(3, itself.ExitCode);
        Assert.Contains("it has no net/http/pprof, and ended before it could be told to print its stacks (--for says when)", itself.Error, StringComparison.Ordinal);

        Build("\tdone := make(chan os.Signal, 1)\n\tsignal.Notify(done, syscall.SIGQUIT)\n\t<-done\n");
        var deaf = Run("--for", "300ms", "./server");
        Assert.Equal(2, deaf.ExitCode);
        Assert.Contains("its goroutines did is not known", deaf.Error, StringComparison.Ordinal);

        Assert.Contains("sleep: no Go program was seen", Run("--for", "100ms", "--", "sleep", "30").Error, StringComparison.Ordinal);
        Assert.Contains("./none: there is no such file", Run("--", "./none").Error, StringComparison.Ordinal);
        Assert.Contains("-race: a flag of go build, and ./server is built already", Run("-race", "./server").Error, StringComparison.Ordinal);
        Assert.Contains("there is no signal FOO", Run("--signal", "FOO", "./server").Error, StringComparison.Ordinal);
        Assert.Contains("--pprof and --warmup are for programs that are built already", Run("--warmup", "1s", "./cmd/server").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_left_running()
    {
        Build("\texec.Command(\"sleep\", \"310\").Start()\n\ttime.Sleep(300 * time.Millisecond)\n");
        var run = Run("./server");

        Assert.Contains("1 process that ./server had started was still running when it had ended, and was killed", run.Error, StringComparison.Ordinal);
    }

    private void Build(string body, bool withProfiles = false)
    {
        folder.Write("cmd/server/main.go", $$"""
            package main

            import (
            	"context"
            	"fmt"
            	"net"
            	{{(withProfiles ? "\"net/http\"\n\t_ \"net/http/pprof\"" : "")}}
            	"os"
            	"os/exec"
            	"os/signal"
            	"sync"
            	"syscall"
            	"time"
            )

            var _ = []any{fmt.Println, os.Exit, signal.Notify, syscall.SIGTERM, time.Sleep, sync.NewCond, context.Background, net.Listen, exec.Command}

            func leak(n int) {
            	for i := 0; i < n; i++ {
            		c := make(chan int)
            		go func() { c <- 1 }()
            	}
            	time.Sleep(10 * time.Millisecond)
            }

            func main() {
            {{body}}
            }
            """);
        var built = UnparkProcess.RunGoTool("go", folder.Path, "build", "-ldflags=-s -w", "-o", "server", "./cmd/server");
        Assert.True(built.ExitCode == 0, built.Error);
    }

    private ProcessResult Run(params string[] args) => UnparkProcess.Run(folder.Path, ["run", .. args]);
}
