using Unpark.Go.Tests.Oracles;
using Unpark.GoTest.Tests.Support;

namespace Unpark.GoTest.Tests;

/// <summary>Which test has left which goroutine, under the real go command.</summary>
public sealed class AttributionTests
{
    private const string Leaks = """
        -- m.go --
        package m

        import (
        	"context"
        	"runtime/pprof"
        	"time"
        )

        func Leak() {
        	c := make(chan int)
        	go func() { c <- 1 }()
        }

        // Lost takes the labels away that goroutines inherit.
        func Lost() {
        	pprof.Do(context.Background(), pprof.Labels("a", "b"), func(context.Context) { Leak() })
        }

        func Done() {
        	c := make(chan int)
        	go func() { time.Sleep(30 * time.Millisecond); c <- 1 }()
        	go func() { <-c }()
        }
        -- m_test.go --
        package m

        import (
        	"context"
        	"fmt"
        	"runtime/pprof"
        	"testing"
        )

        func TestDone(t *testing.T) { Done() }

        func TestParallel(t *testing.T) {
        	for _, name := range []string{"a", "b b", "c#\"}"} {
        		t.Run(name, func(t *testing.T) {
        			t.Parallel()
        			Leak()
        		})
        	}
        }

        func TestSecond(t *testing.T) {
        	t.Parallel()
        	Leak()
        	go func() { Leak() }()
        }

        func TestLost(t *testing.T) {
        	t.Parallel()
        	Lost()
        }

        func TestFatal(t *testing.T) {
        	t.Cleanup(Leak)
        	t.Skip()
        }

        func TestLabelled(t *testing.T) {
        	pprof.Do(context.Background(), pprof.Labels("mine", "x"), func(context.Context) {
        		t.Run("sub", func(t *testing.T) { Leak() })
        	})
        }

        func ExampleLeak() {
        	Leak()
        	fmt.Println("done")
        	// Output: done
        }

        func FuzzLeak(f *testing.F) {
        	f.Add(1)
        	f.Fuzz(func(t *testing.T, n int) { Leak() })
        }

        func BenchmarkLeak(b *testing.B) { Leak() }
        -- main/main_test.go --
        package main

        import (
        	"os"
        	"testing"
        )

        func TestMain(m *testing.M) {
        	block := make(chan int)
        	go func() { <-block }()
        	os.Exit(m.Run())
        }

        func TestNothing(t *testing.T) {}

        func TestLeak(t *testing.T) { go func() { select {} }() }
        """;

    private static readonly string[] Expected =
    [
        "m ExampleLeak: Leak.func1 proved",
        "m FuzzLeak/seed#0: Leak.func1 proved",
        "m TestFatal: Leak.func1 proved",
        "m TestLabelled/sub: Leak.func1 proved",
        "m TestLost: Leak.func1 proved",
        "m TestParallel/a: Leak.func1 proved",
        "m TestParallel/b_b: Leak.func1 proved",
        "m TestParallel/c#\"}: Leak.func1 proved",
        "m TestSecond: Leak.func1 x2 proved",
        "main TestLeak: TestLeak.func1 proved",
    ];

    [Theory]
    [InlineData("./...")]
    [InlineData("./...", "-v")]
    [InlineData("-json", "./...")]
    [InlineData("-count=1", "-shuffle=on", "./...", "-parallel", "4")]
    [InlineData("-cover", "-coverpkg=./...", "./...")]
    public void Each_goroutine_is_that_of_its_test(params string[] args)
    {
        using var module = new GoModule(Leaks);
        var (result, output, errors) = module.Test(args);

        Assert.Equal("", errors);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Expected, GoModule.Left(result));
        Assert.DoesNotContain("unpark", output, StringComparison.Ordinal);
        Assert.All(result.Packages, p => Assert.Null(p.Problem));
    }

    [Theory]
    [InlineData("./...")]
    [InlineData("-v", "-race", "./...")]
    [InlineData("-count=1", "-shuffle=on", "-cover", "-coverpkg=./...", "./...")]
    public void Each_goroutine_is_that_of_its_test_in_Go_1_19_too(params string[] args)
    {
        Assert.SkipWhen(GoToolchain.OldRoot is null, "there is no Go 1.19: eng/get-go-old fetches it");
        using var module = new GoModule(Leaks, "1.19");
        var (result, output, errors) = module.Test(GoToolchain.OldRoot, args);

        Assert.Equal("", errors);
        Assert.True(result.ExitCode == 0, output);
        // It has no leak detection, and does not tell which goroutine has started another one.
        Assert.Equal(Expected.Select(e => e.Replace(" proved", "", StringComparison.Ordinal).Replace("m TestLost:", "m ?:", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal), GoModule.Left(result));
        Assert.DoesNotContain("unpark", output, StringComparison.Ordinal);
        Assert.All(result.Packages, p => Assert.Null(p.Problem));
    }

    [Fact]
    public void A_result_that_the_go_command_has_kept_still_has_its_leaks()
    {
        using var module = new GoModule(Leaks);
        module.Test("./...");
        var (result, output, _) = module.Test("./...");

        Assert.Contains("(cached)", output, StringComparison.Ordinal);
        Assert.Equal(Expected, GoModule.Left(result));
    }

    [Fact]
    public void Benchmarks_leak_too()
    {
        using var module = new GoModule(Leaks);
        var (result, _, _) = module.Test("-run=^$", "-bench=Leak", "-benchtime=1x", ".");

        Assert.Equal(["m BenchmarkLeak: Leak.func1 proved"], GoModule.Left(result));
    }

    [Fact]
    public void A_process_that_a_test_starts_is_not_a_test()
    {
        using var module = new GoModule("""
            -- m_test.go --
            package m

            import (
            	"os"
            	"os/exec"
            	"testing"
            )

            func TestParent(t *testing.T) {
            	if os.Getenv("CHILD") == "1" {
            		go func() { select {} }()
            		return
            	}
            	child := exec.Command(os.Args[0], "-test.run=TestParent")
            	child.Env = append(os.Environ(), "CHILD=1")
            	out, err := child.CombinedOutput()
            	if err != nil || string(out) != "PASS\n" {
            		t.Fatalf("%v %q", err, out)
            	}
            }
            """);
        var (result, output, _) = module.Test("./...");

        Assert.True(result.ExitCode == 0, output);
        Assert.Empty(GoModule.Left(result));
    }
}
