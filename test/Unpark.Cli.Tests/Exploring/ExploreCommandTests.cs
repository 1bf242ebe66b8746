using System.Text.Json;
using Unpark.Analysis;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Exploring;

/// <summary><c>unpark explore</c> as a process, over small programs.</summary>
public sealed class ExploreCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ExploreCommandTests() => folder.Write("go.mod", "module example.com/shop\n\ngo 1.27\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_leak_is_shown_with_why_and_its_schedule_as_columns()
    {
        folder.Write("main.go", Programs.Quote);
        var run = Explore();

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Snapshot.Match(run.Output);
    }

    [Fact]
    public void Goroutines_that_block_each_other_share_a_schedule()
    {
        folder.Write("main.go", Programs.Transfer);
        var run = Explore();

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Snapshot.Match(run.Output);
    }

    [Fact]
    public void Tests_are_explored_one_after_the_other_and_failures_are_noted()
    {
        folder.Write("feed.go", Programs.Feed);
        folder.Write("feed_test.go", Programs.FeedTest);
        var run = Explore();

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Snapshot.Match(run.Output);
    }

    [Fact]
    public void Many_goroutines_are_shown_as_a_list()
    {
        folder.Write("main.go", """
            package main

            func main() {
            	c := make(chan int)
            	for range 12 {
            		go func() { c <- 1 }()
            	}
            	<-c
            }
            """);
        var run = Explore();

        Assert.Equal(1, run.ExitCode);
        Snapshot.Match(run.Output);
    }

    [Fact]
    public void What_ends_in_all_schedules_is_clean()
    {
        folder.Write("main.go", Programs.Clean);
        var run = Explore();

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("main: no goroutine blocks for ever; all schedules were looked at (", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--func", "Twice", 1)]
    [InlineData("--func", "(*Feed).First", 0)]
    [InlineData("--func", "Feed.First", 0)]
    [InlineData("-run", "Sub", 0)]
    [InlineData("-run", "^TestFirst$/x", 1)]
    public void It_begins_where_it_is_told(string option, string value, int exitCode)
    {
        folder.Write("feed.go", Programs.Feed);
        folder.Write("feed_test.go", Programs.FeedTest);
        var run = Explore(option, value);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Tests_of_an_external_package_use_the_package_with_its_own_tests()
    {
        folder.Write("feed.go", Programs.Feed);
        folder.Write("export_test.go", "package feed\n\nvar One = Twice\n");
        folder.Write("feed_ext_test.go", """
            package feed_test

            import (
            	"testing"

            	feed "example.com/shop"
            )

            func TestOne(t *testing.T) { feed.One() }
            """);
        var run = Explore("-run", "TestOne");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("TestOne: 1 goroutine can block for ever", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_is_run_by_TestMain_and_what_is_left_at_its_exit_counts()
    {
        folder.Write("shop.go", "package shop\n\nvar Stock chan int\n");
        folder.Write("shop_test.go", """
            package shop

            import "testing"

            func TestSold(t *testing.T) {
            	go func() { Stock <- 1 }()
            	<-Stock
            }

            func TestForgotten(t *testing.T) {
            	go func() { Stock <- 1 }()
            }
            """);
        folder.Write("main_test.go", """
            package shop_test

            import (
            	"os"
            	"testing"

            	"example.com/shop"
            )

            func TestMain(m *testing.M) {
            	shop.Stock = make(chan int)
            	quit := make(chan bool)
            	ended := make(chan bool)
            	go func() { <-quit; close(ended) }()
            	code := m.Run()
            	close(quit)
            	<-ended
            	os.Exit(code)
            }
            """);
        var run = Explore();

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("shop_test.go:11:14: UP101", run.Output, StringComparison.Ordinal);
        Assert.Contains("TestSold: no goroutine blocks for ever", run.Output, StringComparison.Ordinal);
        Assert.Contains("TestForgotten: 1 goroutine can block for ever", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UP100")]
    [InlineData("blocks-for-ever")]
    public void Its_own_rule_is_explained(string rule) =>
        Assert.Contains("The explorer executes the program.", UnparkProcess.Run(folder.Path, "explain", rule).Output, StringComparison.Ordinal);

    [Fact]
    public void The_example_of_its_own_rule_leaks_and_the_mended_one_does_not()
    {
        var code = RuleDocuments.Read("UP100")!.Split("```go\n");
        foreach (var (example, exitCode) in new[] { (code[1], 1), (code[2], 0) })
        {
            folder.Write("main.go", example.Split("```")[0]);
            var run = Explore();

            Assert.Equal((exitCode, ""), (run.ExitCode, run.Error));
            Assert.Equal(exitCode == 1, run.Output.Contains("UP100 blocks-for-ever", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("sarif", "\"text\": \"1. goroutine 0: select: receive time.After(patience)\"")]
    [InlineData("github", "::error file=main.go,line=13")]
    [InlineData("junit", "<testsuites")]
    [InlineData("checkstyle", "source=\"unpark.UP101.send-never-received\"")]
    public void Reports_of_a_check_are_made_too(string format, string expected)
    {
        folder.Write("main.go", Programs.Quote);
        var run = Explore("--format", format);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_that_of_a_check_with_the_schedule()
    {
        folder.Write("main.go", Programs.Quote);
        var run = Explore("--format", "json");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Snapshot.Match(run.Output);
    }

    [Fact]
    public void A_condition_of_which_nothing_is_known_is_said_and_makes_it_likely()
    {
        folder.Write("a.go", """
            package a

            func Ask(late bool) {
            	c := make(chan int)
            	go func() { c <- 1 }()
            	if late {
            		return
            	}
            	<-c
            }
            """);
        var run = Explore("--func", "Ask");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("    nothing is known of the condition at a.go:6: the schedule assumes which way is taken\n", run.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(Explore("--func", "Ask", "--json").Output);
        Assert.Equal("likely", report.RootElement.GetProperty("findings")[0].GetProperty("confidence").GetString());
    }

    [Fact]
    public void A_trace_is_replayed_and_gives_the_same_leak()
    {
        folder.Write("main.go", Programs.Quote);
        var explored = Explore("--trace", "trace.json");
        var replayed = Explore("--replay", "trace.json");

        Assert.Equal((1, ""), (replayed.ExitCode, replayed.Error));
        Assert.Equal(WithoutLastLine(explored.Output), WithoutLastLine(replayed.Output));
        Assert.EndsWith("main: 1 goroutine blocks for ever in the schedule of the trace\n", replayed.Output, StringComparison.Ordinal);
        // All that it takes is in the steps, in the report as in the trace.
        using var trace = JsonDocument.Parse(folder.Read("trace.json"));
        using var report = JsonDocument.Parse(Explore("--json").Output);
        Assert.Equal(
            report.RootElement.GetProperty("findings")[0].GetProperty("schedule").GetRawText().Replace(" ", "", StringComparison.Ordinal),
            trace.RootElement.GetProperty("traces")[0].GetProperty("schedule").GetRawText().Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trace_that_no_longer_fits_names_the_step()
    {
        folder.Write("main.go", Programs.Quote);
        Explore("--trace", "trace.json");
        folder.Write("main.go", Programs.Quote.Replace("case p := <-result:\n\t\treturn p, nil\n\t", "", StringComparison.Ordinal));
        var replayed = Explore("--replay", "trace.json");

        Assert.Equal((2, ""), (replayed.ExitCode, replayed.Output));
        Assert.Equal("unpark: trace.json no longer fits the code of main: step 1 of 1, goroutine 0: select: receive time.After(patience) at main.go:15: "
            + "goroutine 0 cannot go on so: main.go:16\n", replayed.Error);
    }

    [Fact]
    public void What_was_not_looked_at_is_said()
    {
        folder.Write("main.go", Programs.Transfer);
        var run = Explore("--schedules", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not all schedules were looked at", run.Output, StringComparison.Ordinal);
        Assert.Equal("unpark: main: more than 1 states: the rest was not looked at; --schedules 10 looks further\n", run.Error);
    }

    [Theory]
    [InlineData("--func Wach", "no function Wach in example.com/shop (did you mean Watch?)")]
    [InlineData("-run Nothing", "no test matches -run Nothing: there are TestFirst, TestSubtests, TestRace")]
    [InlineData("-run [", "-run [: ")]
    [InlineData("-run A --func B", "--run and --func exclude each other")]
    [InlineData("./nowhere", "nowhere")]
    [InlineData("--replay gone.json", "could not read gone.json: ")]
    [InlineData("--replay go.mod", "go.mod is no trace that --trace wrote")]
    [InlineData("--schedules 0", "--schedules wants a number of at least 1")]
    [InlineData("--shedules 3", "no option --shedules (did you mean --schedules?)")]
    public void What_cannot_be_done_exits_with_2_and_says_why(string args, string message)
    {
        folder.Write("feed.go", Programs.Feed);
        folder.Write("feed_test.go", Programs.FeedTest);
        var run = Explore(args.Split(' '));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("package main\n\nfunc main() {\n", "main.go:4:1: expected")]
    [InlineData("package main\n\nfunc main() { nothing() }\n", "main.go:3:15: undefined: nothing")]
    [InlineData("package shop\n", "example.com/shop has no main and no tests: --func names the function to begin with")]
    public void A_package_that_cannot_be_explored_is_an_error(string source, string message)
    {
        folder.Write("main.go", source);
        var run = Explore();

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static string WithoutLastLine(string text) => text[..(text.TrimEnd('\n').LastIndexOf('\n') + 1)];

    private ProcessResult Explore(params string[] args) => UnparkProcess.Run(folder.Path, ["explore", .. args]);
}
