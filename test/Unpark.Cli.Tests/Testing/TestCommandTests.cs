using System.Text.Json;
using System.Xml.Linq;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Testing;

/// <summary><c>unpark test</c> as a process, over the real go command.</summary>
public sealed class TestCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TestCommandTests()
    {
        folder.Write("go.mod", "module example.com/shop\n\ngo 1.21\n");
        folder.Write("shop.go", """
            package shop

            import "time"

            // Quote gives up after a millisecond, and nobody receives what comes then.
            func Quote() int {
            	c := make(chan int)
            	go func() {
            		time.Sleep(3 * time.Millisecond)
            		c <- 1
            	}()
            	select {
            	case n := <-c:
            		return n
            	case <-time.After(time.Millisecond):
            		return 0
            	}
            }
            """);
        folder.Write("shop_test.go", """
            package shop

            import "testing"

            func TestQuote(t *testing.T) {
            	t.Run("slow", func(t *testing.T) { t.Parallel(); Quote() })
            }

            func TestNothing(t *testing.T) {}
            """);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_leak_is_told_with_its_test_its_cause_and_its_fix()
    {
        var run = Run("./...");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ok  \texample.com/shop\t", run.Output, StringComparison.Ordinal);
        Assert.Contains("leak: TestQuote/slow (example.com/shop): UP101 send-never-received: 1 goroutine in chan send at shop.Quote.func1 shop.go:10",
            run.Output, StringComparison.Ordinal);
        Assert.Contains("verdict: proved: nothing can ever wake it", run.Output, StringComparison.Ordinal);
        Assert.Contains("fix: Make room in the channel for the value", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 goroutine leaked by 1 test of 3 in 1 package", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void A_leak_may_be_told_without_failing()
    {
        var run = Run("--leaks=warn", "./...");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("leak: TestQuote/slow", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_mends_the_leak_silences_it()
    {
        Assert.Equal(0, UnparkProcess.Run(folder.Path, "fix", "./...").ExitCode);
        var run = Run("./...");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.DoesNotContain("leak", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_get_JSON()
    {
        var run = Run("--format", "json", "./...");

        using var json = JsonDocument.Parse(run.Output);
        var leak = json.RootElement.GetProperty("leaks")[0];
        Assert.Equal("example.com/shop", leak.GetProperty("package").GetString());
        Assert.Equal("TestQuote/slow", leak.GetProperty("test").GetString());
        Assert.Equal("proved", leak.GetProperty("verdict").GetString());
        Assert.Equal(1, leak.GetProperty("count").GetInt32());
        Assert.Equal("chan send", leak.GetProperty("state").GetString());
        Assert.Equal("example.com/shop.Quote.func1", leak.GetProperty("function").GetString());
        Assert.Equal("shop.go", leak.GetProperty("file").GetString());
        Assert.Equal(10, leak.GetProperty("line").GetInt32());
        Assert.Equal("example.com/shop.Quote", leak.GetProperty("createdBy").GetProperty("function").GetString());
        Assert.Equal((1, "UP101"), (leak.GetProperty("scenario").GetInt32(), leak.GetProperty("rule").GetString()));
        Assert.Equal((3, 1), (json.RootElement.GetProperty("tests").GetInt32(), json.RootElement.GetProperty("packages").GetInt32()));
        Assert.Empty(json.RootElement.GetProperty("errors").EnumerateArray());
        Assert.StartsWith("ok  \texample.com/shop\t", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_go_commands_own_JSON_has_standard_output_for_itself()
    {
        var run = Run("-json", "./...");

        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());
        Assert.DoesNotContain("unpark", run.Output, StringComparison.Ordinal);
        Assert.Contains("leak: TestQuote/slow", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_self_check_finds_a_planted_leak_whatever_the_module_is_like()
    {
        folder.Write("shop_test.go", "package shop\n\nfunc broken {\n");
        foreach (var flags in (string[][])[[], ["-race", "-tags=x"], ["-run=None", "-count=3", "./..."]])
        {
            var run = Run(["--self-check", .. flags]);

            Assert.True(run.ExitCode == 0, run.Output + run.Error);
            Assert.Matches(@"\Aok: go1\.\d+\S*: a planted leak was found, with the test that planted it\n\z", run.Output);
        }

        var wrong = Run("--self-check", "-gcflags=-nosuchflag");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Matches(@"\Anot ok: [^\n]*nosuchflag[^\n]*\n\z", wrong.Output);
    }

    [Fact]
    public void A_leak_that_shows_rarely_is_told_with_its_seed_which_shows_it_again()
    {
        folder.Write("shop.go", """
            package shop

            // Watch is right as long as stop is closed before the goroutine looks, or its event is taken.
            func Watch() {
            	events, stop := make(chan int), make(chan bool)
            	go func() {
            		select {
            		case <-stop:
            			return
            		default:
            		}
            		events <- 1
            	}()
            	select {
            	case <-events:
            	default:
            	}
            	close(stop)
            }
            """);
        folder.Write("shop_test.go", "package shop\n\nimport \"testing\"\n\nfunc TestWatch(t *testing.T) { Watch() }\n");
        var found = Run("--run-until-leak=40", "--seed", "1", "--format", "json", "./...");

        using var json = JsonDocument.Parse(found.Output);
        var seed = json.RootElement.GetProperty("leaks")[0].GetProperty("seed").GetInt32();
        Assert.InRange(seed, 1, 40);
        Assert.Equal(1, found.ExitCode);
        Assert.StartsWith("ok  \texample.com/shop\t", found.Error, StringComparison.Ordinal);
        Assert.Equal(1, found.Error.Split("ok  \t").Length - 1);

        var many = Run($"--perturb={seed}", "--seed", "1", "-v", "./...");
        Assert.Equal(1, many.ExitCode);
        Assert.Equal(1, many.Output.Split("--- PASS: TestWatch").Length - 1);
        Assert.Contains("leak: TestWatch (example.com/shop)", many.Output, StringComparison.Ordinal);
        Assert.Matches(@"  seed: \d+ \(""unpark test --perturb --seed \d+"" and the same arguments\)\n", many.Output);
        if (seed > 1)
        {
            Assert.Contains($"1 goroutine leaked by 1 test of 1 in 1 package and {seed} runs", many.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--perturb x: not a number from 1 to 10000", "--perturb=x")]
    [InlineData("--perturb 0: not a number from 1 to 10000", "--perturb=0")]
    [InlineData("--seed -1: not a number from 1 to 2147483647", "--perturb", "--seed=-1")]
    [InlineData("--perturb=N and --run-until-leak each say how often: name one of them", "--perturb=3", "--run-until-leak")]
    public void What_cannot_be_is_said(string message, params string[] args)
    {
        var run = Run(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_seed_of_a_run_that_fails_is_told()
    {
        folder.Write("shop_test.go", "package shop\n\nimport \"testing\"\n\nfunc TestX(t *testing.T) { t.Fatal(1) }\n");
        var run = Run("--perturb=2", "--seed", "7", "./...");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("the tests failed with the noise of seed 7\n", run.Error);
        Assert.Equal(1, run.Output.Split("--- FAIL: TestX").Length - 1);
    }

    [Fact]
    public void What_is_in_the_baseline_does_not_end_a_run_until_a_leak()
    {
        Assert.Equal(0, Run("--baseline", "known.json", "--write-baseline", "./...").ExitCode);
        var run = Run("--run-until-leak=2", "--baseline", "known.json", "./...");

        Assert.True(run.ExitCode == 0, run.Output);
    }

    [Fact]
    public void What_does_not_build_is_not_tried_again()
    {
        folder.Write("shop_test.go", "package shop\n\nimport \"testing\"\n\nfunc TestX(t *testing.T) { undefined() }\n");
        var run = Run("--perturb=50", "./...");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("./shop_test.go:5:28: undefined: undefined", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Output.Split("[build failed]").Length - 1);
    }

    [Fact]
    public void A_seed_of_the_tests_own_is_theirs()
    {
        folder.Write("shop_test.go", """
            package shop

            import (
            	"flag"
            	"testing"
            )

            var seed = flag.Int("seed", 0, "")

            func TestSeed(t *testing.T) {
            	if *seed != 5 {
            		t.Fatal(*seed)
            	}
            }
            """);

        Assert.Equal(0, Run(".", "-seed=5").ExitCode);
    }

    [Fact]
    public void Reports_go_to_files()
    {
        var run = Run("--format", "sarif=leaks.sarif", "--format", "junit=leaks.xml", "--format", "json=leaks.json", "--format", "github", "--html", "leaks.html", "./...");

        Assert.Contains("::error file=shop.go,line=10,title=UP101 in TestQuote/slow::", run.Output, StringComparison.Ordinal);
        using var sarif = JsonDocument.Parse(folder.Read("leaks.sarif"));
        Assert.Empty(new JsonSchema(Repository.File("test", "Unpark.Cli.Tests", "Schemas", "sarif-2.1.0.json")).Validate(sarif.RootElement));
        var failure = XDocument.Parse(folder.Read("leaks.xml")).Descendants("failure").Single();
        Assert.Equal(("TestQuote/slow", "example.com/shop"), ((string)failure.Parent!.Attribute("name")!, (string)failure.Parent.Attribute("classname")!));
        JsonDocument.Parse(folder.Read("leaks.json")).Dispose();
        Assert.Contains("TestQuote/slow", folder.Read("leaks.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_puts_off_what_there_is()
    {
        Assert.Equal(0, Run("--baseline", "leaks.json", "--write-baseline", "./...").ExitCode);
        Assert.Equal(0, Run("--baseline", "leaks.json", "./...").ExitCode);
        folder.Write("other_test.go", "package shop\n\nimport \"testing\"\n\nfunc TestOther(t *testing.T) { Quote() }\n");
        var run = Run("--baseline", "leaks.json", "./...");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("leak: TestOther", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("TestQuote", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_allowed_is_allowed_until_its_day()
    {
        const string Allow = "[[allow-leak]]\nfunction = \"example.com/shop.Quote*\"\nreason = \"#12\"\n";
        folder.Write("unpark.toml", Allow);
        Assert.Equal(0, Run("./...").ExitCode);
        folder.Write("unpark.toml", Allow + "test = \"TestOther\"\n");
        Assert.Equal(1, Run("./...").ExitCode);
        folder.Write("unpark.toml", Allow + "until = \"2020-12-31\"\n");
        var run = Run("./...");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("unpark: a leak that was allowed until 2020-12-31 is still there: #12", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_that_hangs_is_named_with_what_it_waits_for()
    {
        folder.Write("hang_test.go", "package shop\n\nimport \"testing\"\n\nfunc TestHang(t *testing.T) {\n\tc := make(chan int)\n\t<-c\n}\n");
        var run = Run("-timeout=2s", "-run=Hang", "./...");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("panic: test timed out after 2s", run.Output, StringComparison.Ordinal);
        Assert.Contains("hang: TestHang (example.com/shop): UP102 receive-never-sent: 1 goroutine in chan receive at shop.TestHang hang_test.go:7",
            run.Output, StringComparison.Ordinal);
        Assert.Contains("1 test hangs", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timers_goroutine_is_of_the_test_that_its_function_is_written_in()
    {
        folder.Write("timer_test.go", """
            package shop

            import (
            	"testing"
            	"time"
            )

            func TestTimer(t *testing.T) {
            	done := make(chan bool)
            	time.AfterFunc(0, func() { close(done); select {} })
            	<-done
            }
            """);
        var found = Run("-skip=Quote", "./...");

        Assert.Contains("leak: TestTimer (example.com/shop): UP108", found.Output, StringComparison.Ordinal);
        Assert.Contains("whose it is is known by the function it runs", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_test_of_a_timers_goroutine_is_found_by_running_parts()
    {
        // What a timer starts has no label and no creator.
        folder.Write("timer_test.go", """
            package shop

            import (
            	"testing"
            	"time"
            )

            func TestA(t *testing.T) {}
            func TestB(t *testing.T) {}
            func TestTimer(t *testing.T) {
            	done := make(chan bool)
            	later(done)
            	<-done
            }
            func TestZ(t *testing.T) {}

            func later(done chan bool) {
            	time.AfterFunc(0, func() { close(done); select {} })
            }
            """);
        var unknown = Run("-skip=Quote", "./...");
        var found = Run("--bisect", "-skip=Quote", "./...");

        Assert.Contains("leak: a test of example.com/shop: UP108", unknown.Output, StringComparison.Ordinal);
        Assert.Contains("leak: TestTimer (example.com/shop): UP108", found.Output, StringComparison.Ordinal);
        Assert.Contains("the test leaves it behind when it runs alone", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_call_ends_that_the_test_does_not_make_is_left_behind()
    {
        folder.Write("shop_test.go", """
            package shop

            import (
            	"database/sql"
            	"database/sql/driver"
            	"errors"
            	"os"
            	"os/signal"
            	"testing"
            )

            type none struct{}

            func (none) Open(string) (driver.Conn, error) { return nil, errors.New("no such database") }

            func init() { sql.Register("none", none{}) }

            func open(t *testing.T) *sql.DB {
            	db, err := sql.Open("none", "")
            	if err != nil {
            		t.Fatal(err)
            	}
            	db.Ping()
            	return db
            }

            var shared *sql.DB

            func TestOpen(t *testing.T) { shared = open(t) }

            func TestClosed(t *testing.T) { open(t).Close() }

            func TestSignal(t *testing.T) {
            	c := make(chan os.Signal, 1)
            	signal.Notify(c, os.Interrupt)
            	signal.Stop(c)
            }
            """);
        var run = Run("--all", "./...");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("leak: TestOpen (example.com/shop): UP401 never-closed: 1 goroutine in select at sql.(*DB).connectionOpener", run.Output, StringComparison.Ordinal);
        Assert.Contains("verdict: survivor", run.Output, StringComparison.Ordinal);
        Assert.Contains("why: The opener of connections of a database/sql pool, alive until DB.Close", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 goroutine leaked by 1 test of 3 in 1 package", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 goroutine left that is harmless: the loop of os/signal", run.Error, StringComparison.Ordinal);

        folder.Write("unpark.toml", "[[allow-leak]]\nfunction = \"database/sql.(*DB).connectionOpener\"\nreason = \"one for all tests\"\n");
        Assert.Equal(0, Run("./...").ExitCode);
    }

    [Theory]
    [InlineData("--settle", "soon", "--settle soon: not a duration such as 500ms or 2s")]
    [InlineData("--baseline", "none.json", "there is no baseline none.json: --write-baseline makes it")]
    [InlineData("-C", "nowhere", "nowhere: there is no such folder")]
    [InlineData("--format", "xml", "no format \"xml\"")]
    public void What_cannot_be_done_is_said(string option, string value, string message)
    {
        var run = Run(option, value, "./...");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_go_command_there_is_one_clear_line()
    {
        var run = UnparkProcess.Run(folder.Path, new Dictionary<string, string?> { ["PATH"] = "" }, "test", "./...");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("unpark: the go command could not be run: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private ProcessResult Run(params string[] args) => UnparkProcess.Run(folder.Path, new Dictionary<string, string?>
    {
        ["PATH"] = Path.Combine(UnparkProcess.GoRoot, "bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        ["GOTOOLCHAIN"] = "local",
        ["GOFLAGS"] = "",
        ["GOPROXY"] = "off",
    }, ["test", .. args]);
}
