using Unpark.GoTest.Tests.Support;
using Unpark.Profiles;

namespace Unpark.GoTest.Tests;

/// <summary>How long goroutines are waited for, under the real go command.</summary>
public sealed class SettleTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(6);

    // What waits at a channel that a variable of the package holds may go on, as far as Go's leak detection can know.
    private const string Waiters = """
        -- m_test.go --
        package m

        import (
        	"testing"
        	"time"
        )

        var gate = make(chan int)

        func worker() { <-gate }

        func forever() { select {} }

        func TestWorker(t *testing.T) { go worker() }

        func TestWorkers(t *testing.T) {
        	for i := 0; i < 3; i++ {
        		go worker()
        	}
        }

        func TestForever(t *testing.T) { go forever() }

        func TestSoon(t *testing.T) { go func() { time.Sleep(300 * time.Millisecond) }() }

        func TestVerySoon(t *testing.T) { go func() { time.Sleep(1250 * time.Millisecond) }() }

        func TestZzz(t *testing.T) { time.Sleep(1200 * time.Millisecond) }
        """;

    private static readonly Signature Worker = SignatureReader.Read("worker \"a worker\"\n  example.com/m.worker\n").Single();

    [Fact]
    public void What_may_be_a_leak_is_waited_for()
    {
        using var module = new GoModule(Waiters);
        var report = module.Report(o => o with { Settle = TimeSpan.FromSeconds(1) }, "-run=Worker$");

        Assert.InRange(report.Settled.TotalMilliseconds, 1000, 3000);
        Assert.Equal(["m TestWorker: worker"], Left(report));
    }

    [Fact]
    public void What_can_never_go_on_is_not_waited_for_when_others_have_ended()
    {
        using var module = new GoModule(Waiters);
        var report = module.Report(o => o with { Settle = Long }, "-run=Soon$|Forever");

        Assert.InRange(report.Settled.TotalMilliseconds, 250, 4000);
        Assert.Equal(["m TestForever: forever proved"], Left(report));
    }

    [Fact]
    public void What_is_harmless_is_not_waited_for()
    {
        using var module = new GoModule(Waiters);
        var report = module.Report(o => o with { Settle = Long, Kinds = [Worker] }, "-run=Worker|Forever");

        Assert.InRange(report.Settled.TotalMilliseconds, 0, 2000);
        Assert.Equal(["m TestForever: forever proved", "m TestWorker: worker", "m TestWorkers: worker x3"], Left(report));
    }

    [Theory]
    [InlineData("worker \"a worker\" until=Stop\n  example.com/m.worker\n")]
    [InlineData("worker \"a worker\" limit=2\n  example.com/m.worker\n")]
    [InlineData("worker \"a worker\"\n  example.com/m.worker in chan-send\n")]
    [InlineData("worker \"a worker\"\n  example.com/m.worker without example.com/m.worker\n")]
    [InlineData("worker \"a worker\" until=Stop\n  example.com/m.work*\nworkers \"workers\"\n  example.com/m.worker\n")]
    public void What_is_harmless_only_at_times_is_waited_for(string kinds)
    {
        using var module = new GoModule(Waiters);
        var report = module.Report(o => o with { Settle = TimeSpan.FromSeconds(1), Kinds = SignatureReader.Read(kinds) }, "-run=Workers");

        Assert.InRange(report.Settled.TotalMilliseconds, 1000, 3000);
    }

    [Theory]
    [InlineData("example.com/m.worker", null, null, true)]
    [InlineData("*/m.work*r", "TestWork?rs", "example.com/*", true)]
    [InlineData("example.com/m.TestWorkers", null, null, true)]
    [InlineData("example.com/m.worker", "TestOther", null, false)]
    [InlineData("example.com/m.worker", null, "example.com/n", false)]
    [InlineData("m.worker", null, null, false)]
    public void What_is_allowed_is_not_waited_for(string function, string? test, string? package, bool isAllowed)
    {
        using var module = new GoModule(Waiters);
        var report = module.Report(o => o with { Settle = TimeSpan.FromSeconds(3), Allowed = [new(function, test, package)] }, "-run=Workers");

        Assert.Equal(isAllowed, report.Settled.TotalMilliseconds < 2000);
        Assert.Equal(["m TestWorkers: worker x3"], Left(report));
    }

    [Fact]
    public void The_time_to_end_begins_with_the_end_of_the_test()
    {
        using var module = new GoModule(Waiters);
        var report = module.Report(o => o with { Settle = TimeSpan.FromSeconds(1) }, "-run=Worker$|VerySoon|Zzz");

        Assert.InRange(report.Settled.TotalMilliseconds, 100, 900);
        Assert.Equal(["m TestWorker: worker"], Left(report));
    }

    [Fact]
    public void Idle_connections_are_not_waited_for_but_those_of_open_bodies_are()
    {
        using var module = new GoModule("""
            -- m_test.go --
            package m

            import (
            	"io"
            	"net/http"
            	"net/http/httptest"
            	"strings"
            	"testing"
            )

            var server *httptest.Server

            func TestMain(m *testing.M) {
            	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
            		io.WriteString(w, strings.Repeat("x", 1<<20))
            	}))
            	m.Run()
            }

            func get(t *testing.T) *http.Response {
            	response, err := http.Get(server.URL)
            	if err != nil {
            		t.Fatal(err)
            	}
            	return response
            }

            func TestRead(t *testing.T) {
            	response := get(t)
            	io.Copy(io.Discard, response.Body)
            	response.Body.Close()
            }

            func TestOpen(t *testing.T) { get(t) }
            """);
        Assert.InRange(module.Report(o => o with { Settle = Long }, "-run=Read").Settled.TotalMilliseconds, 0, 3000);
        Assert.InRange(module.Report(o => o with { Settle = TimeSpan.FromSeconds(1) }, "-run=Open").Settled.TotalMilliseconds, 1000, 3000);
    }

    [Fact]
    public void Names_of_functions_are_those_of_the_list()
    {
        // The function that strips names in the test executable has to do what FunctionName.Stable does.
        string[] names =
        [
            "main.main.func1", "main.main.func1.2", "main.main.func1.gowrap3", "main.main-range1", "main.main.func2-range12", "m.glob..func1",
            "github.com/jackc/pgx/v5/pgxpool.NewWithConfig.func1", "k8s.io/klog/v2.(*flushDaemon).run.func1", "gopkg.in/yaml.v3.Marshal",
            "k8s.io/client-go/util/workqueue.(*Typed[...]).Get", "m.F[go.shape.int]", "m.Map[...].func1", "net/http.(*persistConn).readLoop", "a/vendor/b.org/c.F",
            "vendor/golang.org/x/net/http2.(*Framer).ReadFrame", "m.(*T).Close.deferwrap1", "example.com/v/v2x.F", "m.funcs", "m.a.function1",
        ];
        using var module = new GoModule($$"""
            -- m_test.go --
            package m

            import (
            	"fmt"
            	"testing"
            )

            func TestNames(t *testing.T) {
            	for _, name := range []string{ {{string.Join(", ", names.Select(n => $"\"{n}\""))}} } {
            		fmt.Printf("%s=%s\n", name, unparkStable(name))
            	}
            }
            -- kinds_test.go --
            {{StableSource()}}
            """);
        var (_, output, _) = module.Test("-v", "./...");

        Assert.All(names, name => Assert.Contains($"\n{name}={FunctionName.Stable(name)}\n", output, StringComparison.Ordinal));
    }

    private static string StableSource()
    {
        using var stream = typeof(TestOverlay).Assembly.GetManifestResourceStream("kinds.go.txt")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return "package m\n\nimport \"strings\"\n\n" + text[text.IndexOf("// unparkStable", StringComparison.Ordinal)..];
    }

    private static string[] Left(PackageReport report) => GoModule.Left(new GoTestResult(0, [report]));
}
