using System.Text;
using Unpark.Analysis;
using Unpark.Profiles;

namespace Unpark.Diagnosis.Tests;

/// <summary>Goroutines explained by small programs.</summary>
public sealed class SourceJoinTests : IDisposable
{
    private const string Shop = """
        package shop

        import "time"

        func Quote(patience time.Duration) int {
        	result := make(chan int)
        	go func() {
        		result <- 7
        	}()
        	select {
        	case p := <-result:
        		return p
        	case <-time.After(patience):
        		return 0
        	}
        }

        func Forever() {
        	gone := make(chan int)
        	<-gone
        }

        func Tick() {
        	for range time.Tick(time.Second) {
        	}
        }

        func Clean(rows chan string) {
        	defer func() {
        		go send(rows)
        	}()
        }

        func send(to chan string) {
        	to <- "done"
        }

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("unpark-join").FullName;

    public SourceJoinTests()
    {
        File.WriteAllText(Path.Combine(folder, "go.mod"), "module example.org/m\n\ngo 1.24\n");
        Directory.CreateDirectory(Path.Combine(folder, "shop"));
        File.WriteAllText(Path.Combine(folder, "shop", "shop.go"), Shop);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("/somewhere/else/m/shop/shop.go")]
    [InlineData("example.org/m/shop/shop.go")]
    [InlineData("C:/build/m/shop/shop.go")]
    public void A_sender_that_was_left_alone_is_explained_by_the_rule_with_its_fix(string path)
    {
        var group = Explain(Dump("chan send", "example.org/m/shop.Quote.func1", path, 8, "example.org/m/shop.Quote", path, 7));
        Assert.Equal((Verdict.Suspect, "UP101", 1), (group.Verdict, group.Rule, group.Scenario));
        Assert.Equal("result", group.Source!.Subject);
        Assert.Contains("if <-time.After(patience) comes first and the function returns at line 14", group.Explanation, StringComparison.Ordinal);
        Assert.Contains("It is received from at shop.go:11 (in a select with <-time.After(patience))", group.Explanation, StringComparison.Ordinal);
        Assert.Contains("the source shows the leak: UP101 send-never-received at shop.go:8", group.Reasons);
        Assert.Equal("Make room in the channel for the value", group.Fix?.Message);
        Assert.Contains(group.Source.Places, p => p.Message == "made here" && p.Span.StartPosition.Line == 6);
    }

    [Fact]
    public void A_profile_without_states_gets_them_from_the_source()
    {
        var group = Explain("goroutine profile: total 1\n1 @ 0x1 0x2\n#\t0x1\texample.org/m/shop.Quote.func1+0x1\t/b/m/shop/shop.go:8\n\n");
        Assert.Equal("UP101", group.Rule);
        Assert.StartsWith("result <- 7 blocks for ever", group.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_the_source_ends_the_wait()
    {
        var group = Explain(Dump("chan receive", "example.org/m/shop.Forever", "/b/m/shop/shop.go", 20));
        Assert.True(group.Source!.IsHopeless);
        Assert.Equal(Verdict.Suspect, group.Verdict);
        Assert.Contains("Nothing in its package sends to it. Nothing in its package closes it.".Split('.')[0], group.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticker_never_ends_a_loop_but_one_goroutine_may_live_as_long_as_the_process()
    {
        var one = Dump("chan receive", "example.org/m/shop.Tick", "/b/m/shop/shop.go", 24);
        Assert.Equal(Verdict.Normal, Explain(one).Verdict);
        var group = Explain(string.Concat(Enumerable.Repeat(one, 10)));
        Assert.Equal((Verdict.Suspect, "UP304"), (group.Verdict, group.Rule));
    }

    [Fact]
    public void A_goroutine_that_a_defer_starts_is_of_the_seventh_scenario()
    {
        var group = Explain(Dump("chan send (leaked)", "example.org/m/shop.send", "/b/m/shop/shop.go", 35, "example.org/m/shop.Clean.func1", "/b/m/shop/shop.go", 30));
        Assert.Equal((Verdict.Leaked, 7), (group.Verdict, group.Scenario));
    }

    [Theory]
    [InlineData("example.org/m/shop.Forever", 19, "shop.go:19 holds no receive: the source is not the one that was built")]
    [InlineData("example.org/m/shop.Forever", 25, "shop.go:25 is in Tick, and not in shop.Forever: the source is not the one that was built")]
    [InlineData("example.org/m/shop.Forever", 400, "shop.go has no line 400: the source is not the one that was built")]
    [InlineData("example.org/m/shop.Forever", 3, "shop.go:3 is in no function, and not in shop.Forever: the source is not the one that was built")]
    public void Source_that_was_not_built_is_noticed(string function, int line, string skew)
    {
        var group = Explain(Dump("chan receive", function, "/b/m/shop/shop.go", line));
        Assert.Equal(skew, group.Source?.Skew);
        Assert.Equal(Verdict.Normal, group.Verdict);
        Assert.EndsWith(skew, group.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_other_programs_are_not_mistaken_for_these()
    {
        var dump = Dump("chan receive", "example.com/other/shop.Forever", "/b/other/shop/shop.go", 20);
        Assert.Null(Explain(dump, certain: false).Source);
    }

    [Fact]
    public void A_test_that_hangs_is_explained_in_its_test_file()
    {
        File.WriteAllText(Path.Combine(folder, "shop", "shop_test.go"), """
            package shop

            import "testing"

            func TestHang(t *testing.T) {
            	gone := make(chan int)
            	<-gone
            }

            """);
        var group = Explain(Dump("chan receive", "example.org/m/shop.TestHang", "/b/m/shop/shop_test.go", 7, "testing.(*T).Run", "/go/src/testing/testing.go", 1));
        Assert.Equal("gone", group.Source?.Subject);
        Assert.True(group.Source!.IsHopeless);
    }

    [Fact]
    public void Source_may_be_in_several_folders()
    {
        var plugins = Path.Combine(folder, "elsewhere", "plugins");
        Directory.CreateDirectory(plugins);
        File.WriteAllText(Path.Combine(plugins, "go.mod"), "module example.org/plugins\n\ngo 1.24\n");
        File.WriteAllText(Path.Combine(plugins, "plugins.go"), "package plugins\n\nfunc Wait() {\n\tnever := make(chan int)\n\t<-never\n}\n");
        var dump = Dump("chan receive", "example.org/m/shop.Forever", "/b/m/shop/shop.go", 20)
            + Dump("chan receive", "example.org/plugins.Wait", "/b/plugins/plugins.go", 5);
        var explained = SourceJoin.Explain(Diagnose(dump), new SourceOptions
        {
            Folders = [Path.Combine(folder, "shop"), plugins], IsCertain = true, GoRoot = "",
        }, TestContext.Current.CancellationToken);
        Assert.Empty(explained.Problems);
        Assert.Equal(["gone", "never"], explained.Groups.Select(g => g.Source?.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_mistake_in_one_package_is_said_and_the_others_are_explained()
    {
        Directory.CreateDirectory(Path.Combine(folder, "bad"));
        File.WriteAllText(Path.Combine(folder, "bad", "bad.go"),
            "package bad\n\nimport \"strings\"\n\nfunc Run(done chan int) {\n\t_ = strings.NewReader(\"\")\n\t<-done\n}\n");
        var dump = Dump("chan receive", "example.org/m/shop.Forever", "/b/m/shop/shop.go", 20)
            + Dump("chan receive", "example.org/m/bad.Run", "/b/m/bad/bad.go", 7);
        var options = new SourceOptions { Folders = [folder], IsCertain = true, GoRoot = "" };
        var explained = SourceJoin.Explain(Diagnose(dump), options with { Analysis = options.Analysis with { Libraries = new FailingLibraries() } },
            TestContext.Current.CancellationToken);
        Assert.StartsWith("internal error in package example.org/m/bad, please report it: InvalidOperationException: a mistake",
            Assert.Single(explained.Problems), StringComparison.Ordinal);
        Assert.Equal(["done", "gone"], explained.Groups.Select(g => g.Source?.Subject).Order(StringComparer.Ordinal));
    }

    private sealed class FailingLibraries : Unpark.Analysis.S4Libraries.ILibraryLifecycles
    {
        public Unpark.Analysis.S4Libraries.Lifecycle? LifecycleOf(Go.Types.Func function)
            => function.Package?.Path == "strings" ? throw new InvalidOperationException("a mistake") : null;
    }

    [Fact]
    public void A_library_is_explained_by_who_uses_it()
    {
        File.WriteAllText(Path.Combine(folder, "shop", "ping.go"), """
            package shop

            import "net/http"

            func Ping(url string) error {
            	response, err := http.Get(url)
            	if err != nil {
            		return err
            	}
            	println(response.Status)
            	return nil
            }

            """);
        var dump = Dump("select", "net/http.(*persistConn).readLoop", "/go/src/net/http/transport.go", 2600, "net/http.(*Transport).dialConn", "/go/src/net/http/transport.go", 2000);
        var group = Explain(string.Concat(Enumerable.Repeat(dump, 12)));
        Assert.Equal((Verdict.Suspect, "UP402"), (group.Verdict, group.Rule));
        Assert.Equal(("ping.go", 6), (Path.GetFileName(group.Source!.File.Path), group.Source.Line));
        Assert.NotNull(group.Fix);
    }

    [Theory]
    [InlineData("example.org/m/ping", true)]
    [InlineData("example.org/m/api", true)]
    [InlineData("example.org/m/main", false)]
    [InlineData("example.org/m/shop", false)]
    public void Of_a_program_that_was_built_here_only_the_callers_and_what_they_import_are_searched(string caller, bool isFound)
    {
        foreach (var (name, text) in (ReadOnlySpan<(string, string)>)[
            ("ping", "package ping\n\nimport \"net/http\"\n\nfunc Ping(url string) int {\n\tr, err := http.Get(url)\n\tif err != nil {\n\t\treturn 0\n\t}\n\treturn r.StatusCode\n}\n"),
            ("api", "package api\n\nimport \"example.org/m/ping\"\n\nfunc Is(url string) bool { return ping.Ping(url) == 200 }\n"),
            ("main", "package main\n\nimport \"example.org/m/api\"\n\nfunc main() { println(api.Is(\"http://localhost\")) }\n")])
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            File.WriteAllText(Path.Combine(folder, name, name + ".go"), text);
        }

        var dump = Dump("select", "net/http.(*persistConn).readLoop", "/go/src/net/http/transport.go", 2600, "net/http.(*Transport).dialConn", "/go/src/net/http/transport.go", 2000);
        var own = Dump("chan receive", "example.org/m/shop.Forever", Path.Combine(folder, "shop", "shop.go"), 20);
        var groups = Diagnose(string.Concat(Enumerable.Repeat(dump, 12)) + own);
        var explained = SourceJoin.Explain(groups, new SourceOptions
        {
            Folders = [folder], IsBuiltHere = true, GoRoot = "",
            Tests = groups.ToDictionary(g => g, _ => new LeftByTest(caller, "TestX")),
        }, TestContext.Current.CancellationToken);

        Assert.Empty(explained.Problems);
        Assert.Equal(isFound ? "ping.go" : null, Path.GetFileName(explained.Groups[0].Source?.File.Path));
        Assert.Equal("gone", explained.Groups[1].Source?.Subject);
    }

    [Theory]
    [InlineData("TestA/sub", 8)]
    [InlineData("TestB", 13)]
    [InlineData("TestC", 17)]
    public void What_another_test_does_is_no_explanation(string test, int line)
    {
        File.WriteAllText(Path.Combine(folder, "shop", "shop_test.go"), """
            package shop

            import (
            	"net/http"
            	"testing"
            )

            func TestA(t *testing.T) { r, _ := http.Get("a"); t.Log(r.Status) }

            func TestC(t *testing.T) { helper(t) }

            func TestB(t *testing.T) {
            	r, _ := http.Get("b")
            	t.Log(r.Status)
            }

            func helper(t *testing.T) { r, _ := http.Get("c"); t.Log(r.Status) }

            """);
        var dump = Dump("select", "net/http.(*persistConn).readLoop", "/go/src/net/http/transport.go", 2600, "net/http.(*Transport).dialConn", "/go/src/net/http/transport.go", 2000);
        var groups = Diagnose(string.Concat(Enumerable.Repeat(dump, 12)));
        var explained = SourceJoin.Explain(groups, new SourceOptions
        {
            Folders = [folder], IsBuiltHere = true, GoRoot = "",
            Tests = groups.ToDictionary(g => g, _ => new LeftByTest("example.org/m/shop", test)),
        }, TestContext.Current.CancellationToken).Groups.Single();

        Assert.Contains(explained.Source!.Places.Select(p => p.Span.StartPosition.Line).Prepend(explained.Source.Line), l => l == line);
        Assert.All(explained.Source.Places.Select(p => p.Span.StartPosition.Line).Prepend(explained.Source.Line), l => Assert.True(l == line || l == 17));
    }

    [Fact]
    public void Files_of_a_program_that_was_built_here_are_where_they_were()
    {
        var inner = Path.Combine(folder, "tools", "inner");
        Directory.CreateDirectory(inner);
        File.WriteAllText(Path.Combine(folder, "tools", "go.mod"), "module example.net/tools\n\ngo 1.24\n");
        File.WriteAllText(Path.Combine(inner, "inner.go"), "package inner\n\nfunc Wait() {\n\tnever := make(chan int)\n\t<-never\n}\n");
        var explained = SourceJoin.Explain(Diagnose(Dump("chan receive", "example.net/tools/inner.Wait", Path.Combine(inner, "inner.go"), 5)),
            new SourceOptions { Folders = [folder], IsBuiltHere = true, GoRoot = "" }, TestContext.Current.CancellationToken);

        Assert.Equal("never", explained.Groups.Single().Source?.Subject);
    }

    [Fact]
    public void Where_there_is_nothing_to_explain_nothing_is_read()
    {
        var explained = SourceJoin.Explain([], new SourceOptions { Folders = ["/nowhere\0"] }, TestContext.Current.CancellationToken);

        Assert.Empty(explained.Groups);
        Assert.Empty(explained.Problems);
    }

    private static string Dump(string state, string function, string file, int line, string? creator = null, string? from = null, int at = 0)
        => $"goroutine 7 [{state}]:\n{function}(0x1)\n\t{file}:{line} +0x1\n"
            + (creator is null ? "" : $"created by {creator} in goroutine 1\n\t{from}:{at} +0x1\n") + "\n";

    private static System.Collections.Immutable.ImmutableArray<DiagnosedGroup> Diagnose(string text)
        => ProfileDiagnosis.Of(ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).Single());

    private ExplainedGroup Explain(string text, bool certain = true)
        => SourceJoin.Explain(Diagnose(text),
            new SourceOptions { Folders = [folder], IsCertain = certain, GoRoot = "" }, TestContext.Current.CancellationToken).Groups.Single();
}
