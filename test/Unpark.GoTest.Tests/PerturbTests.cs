using Unpark.Go.Tests.Oracles;
using Unpark.GoTest.Tests.Support;

namespace Unpark.GoTest.Tests;

/// <summary>Noise under the real go command.</summary>
public sealed class PerturbTests
{
    // A watcher leaks if its event comes between the check and the send, which is hardly ever so.
    private const string Rare = """
        -- m.go --
        package m

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

        func Busy() {
        	done := make(chan bool)
        	go func() { done <- true }()
        	<-done
        }
        -- m_test.go --
        package m

        import "testing"

        func TestWatch(t *testing.T) { Watch() }

        func TestBusy(t *testing.T) { Busy() }
        """;

    private const string Hard = """
        -- text.txt --
        embedded
        -- m.go --
        // Package m has what is hard to weave into.
        package m // import "example.com/m"

        import (
        	_ "embed"
        	. "fmt"
        	"sync"
        )

        //go:embed text.txt
        var text string

        var early = func() int { c := make(chan int, 1); c <- 7; return <-c }()

        type T[E any] struct {
        	mu sync.RWMutex
        	c  chan E
        }

        func (t *T[E]) run() {
        	for range t.c {
        	}
        }

        //go:nosplit
        func small(c chan int) int { select { case v := <-c: return v; default: return 0 } }

        func All() string {
        	t := &T[int]{c: make(chan int)}
        	go t.run()
        	t.mu.RLock(); defer t.mu.RUnlock()
        	n := 0
        again:
        	select {
        	case t.c <- n: n++; if n < 3 { goto again }
        	}
        outer:
        	for i := range 3 {
        		switch { case i == 1: close(t.c); fallthrough
        		case i == 2: break outer
        		default: continue outer
        		}
        	}
        	if c := make(chan int, 1); small(c) == 0 { c <- 1; if <-c == 2 { return "" } else if small(c) == 1 { return "" } }
        	var wg sync.WaitGroup; for i := 0; i < 2; i++ { wg.Add(1); go func(int) { defer wg.Done() }(i) }; wg.Wait();
        	return Sprint(n, early, len(text))
        }
        -- lines.go --
        package m

        //line template.tmpl:10
        func Line(c chan int) {
        	select {
        	case <-c:
        	default:
        		panic("here")
        	}
        }
        -- m_test.go --
        package m

        import (
        	"runtime/debug"
        	"strings"
        	"testing"
        )

        func TestAll(t *testing.T) {
        	if s := All(); s != "3 7 9" {
        		t.Error(s)
        	}
        	defer func() {
        		recover()
        		if s := string(debug.Stack()); !strings.Contains(s, "template.tmpl:14") {
        			t.Error(s)
        		}
        	}()
        	Line(nil)
        }
        -- x_test.go --
        package m_test

        import (
        	"testing"

        	"example.com/m"
        )

        func TestExternal(t *testing.T) {
        	c := make(chan string)
        	go func() { c <- m.All() }()
        	t.Log(<-c)
        }
        """;

    [Fact]
    public void A_rare_leak_shows_and_shows_again_with_its_seed()
    {
        using var module = new GoModule(Rare);
        uint seed = 1;
        while (GoModule.Left(module.Perturbed(seed, ".").Result) is not ["m TestWatch: Watch.func1 proved"])
        {
            Assert.True(++seed <= 20, "no leak in 20 runs");
        }

        var again = Enumerable.Range(0, 3).Count(_ => GoModule.Left(module.Perturbed(seed, ".").Result).Length == 1);
        Assert.True(again >= 2, $"seed {seed} showed it {again} times of 3");
    }

    [Theory]
    [InlineData]
    [InlineData("-race")]
    [InlineData("-cover", "-coverpkg=./...")]
    public void What_is_hard_to_weave_into_still_runs_and_leaks_nothing(params string[] args)
    {
        using var module = new GoModule(Hard, "1.22");
        for (var seed = 1u; seed <= 3; seed++)
        {
            var (result, output, errors) = module.Perturbed(seed, ["-vet=all", .. args, "./..."]);

            Assert.True(result.ExitCode == 0, output + errors);
            Assert.Empty(GoModule.Left(result));
        }
    }

    [Fact]
    public void The_compiler_names_the_places_that_the_source_has()
    {
        using var module = new GoModule("""
            -- m_test.go --
            package m

            import "testing"

            func TestBroken(t *testing.T) {
            	c := make(chan int, 1)
            	c <- undefined
            	x := <-c
            }
            """);
        var plain = module.Plain("-count=1", ".");
        var (result, output, errors) = module.Perturbed(1, ".");

        Assert.Equal(GoModule.Normalize(plain.Output), GoModule.Normalize(output));
        Assert.Equal(plain.Errors, errors);
        Assert.Equal(plain.ExitCode, result.ExitCode);
    }

    [Fact]
    public void The_clock_of_a_bubble_does_not_see_noise()
    {
        using var module = new GoModule("""
            -- m_test.go --
            package m

            import (
            	"testing"
            	"testing/synctest"
            	"time"
            )

            func TestBubble(t *testing.T) {
            	synctest.Test(t, func(t *testing.T) {
            		start := time.Now()
            		c := make(chan int)
            		for i := range 50 {
            			go func() { time.Sleep(time.Second); c <- i }()
            		}
            		for range 50 {
            			<-c
            		}
            		if took := time.Since(start); took != time.Second {
            			t.Error(took)
            		}
            	})
            }
            """, "1.25");
        for (var seed = 1u; seed <= 5; seed++)
        {
            var (result, output, _) = module.Perturbed(seed, ".");
            Assert.True(result.ExitCode == 0, output);
        }
    }

    [Fact]
    public void A_race_is_still_found()
    {
        using var module = new GoModule("""
            -- m_test.go --
            package m

            import "testing"

            func TestRace(t *testing.T) {
            	n, c := 0, make(chan bool, 2)
            	for i := 0; i < 2; i++ {
            		go func() { n++; c <- true }()
            	}
            	<-c
            	<-c
            	_ = n
            }
            """);
        var (result, output, _) = module.Perturbed(1, "-race", ".");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("WARNING: DATA RACE", output, StringComparison.Ordinal);
        Assert.DoesNotContain("container/ring", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_stay_within_their_time()
    {
        using var module = new GoModule("""
            -- m_test.go --
            package m

            import (
            	"sync"
            	"testing"
            )

            func TestMany(t *testing.T) {
            	var mu sync.Mutex
            	var wg sync.WaitGroup
            	for i := 0; i < 500; i++ {
            		wg.Add(1)
            		go func() {
            			defer wg.Done()
            			for j := 0; j < 2000; j++ {
            				mu.Lock()
            				mu.Unlock()
            			}
            		}()
            	}
            	wg.Wait()
            }
            """);
        for (var seed = 1u; seed <= 4; seed++)
        {
            var (result, output, _) = module.Perturbed(seed, "-timeout=20s", ".");
            Assert.True(result.ExitCode == 0, output);
        }
    }

    [Theory]
    [InlineData("1.27", "./...")]
    [InlineData("1.27", "-v", "-race", "./...")]
    [InlineData("1.27", "-json", "./...")]
    [InlineData("1.19", "./...")]
    public void One_executable_runs_for_several_seeds(string version, params string[] args)
    {
        var root = version == "1.19" ? GoToolchain.OldRoot : GoToolchain.Root;
        Assert.SkipWhen(root is null, "there is no Go 1.19");
        // The second run fails, the third hangs, and each leaks as many goroutines as it has the number.
        using var module = new GoModule("""
            -- m_test.go --
            package m

            import (
            	"os"
            	"path/filepath"
            	"testing"
            )

            var early, _ = filepath.Glob("run*")

            func TestRun(t *testing.T) {
            	number := len(early) + 1
            	os.WriteFile("run"+string(rune('0'+number)), nil, 0o600)
            	for i := 0; i < number; i++ {
            		go func() { select {} }()
            	}
            	t.Log("this is run", number)
            	if os.Getenv("UNPARK_TEST") != "" {
            		t.Fatal("the setting is there for all to see")
            	}
            	switch number {
            	case 2:
            		t.Error("wrong")
            	case 3:
            		select {}
            	}
            }
            -- other/other_test.go --
            package other

            import "testing"

            func TestOther(t *testing.T) { t.Log("fine") }
            -- none/none.go --
            package none
            """, "1.19");
        var (results, output, errors) = module.Repeated(root, 7, 4, ["-timeout=3s", "-p=1", .. args]);

        Assert.True(errors.Length == 0, errors);
        Assert.Equal([0, 1, 1, 0], results.Select(r => r.ExitCode));
        Assert.Equal(["pass", "fail", "fail", "pass"], results.Select(r => r.Packages.Single(p => p.Package == "example.com/m").End));
        Assert.Equal([1L, 2, 0, 4], results.Select(r => r.Packages.SelectMany(p => LeftBehind.Of(p)).Sum(l => l.Profile.Records.Sum(g => (long)g.Count))));
        Assert.Contains(results[2].Packages, p => HungTests.Of(p).Any(h => h.Test == "TestRun"));
        Assert.All(results, r => Assert.Equal("pass", r.Packages.Single(p => p.Package == "example.com/m/other").End));
        Assert.Equal(2, output.Split("this is run 2").Length);
        Assert.DoesNotContain("this is run 1", output, StringComparison.Ordinal);
        Assert.DoesNotContain("this is run 3", output, StringComparison.Ordinal);
        Assert.DoesNotContain("unpark", output, StringComparison.Ordinal);
        Assert.Contains(args[0] == "-json" ? "FAIL\\texample.com/m\\t" : "FAIL\texample.com/m\t", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_vendored_is_the_users_own()
    {
        using var module = new GoModule("""
            -- vendor/modules.txt --
            # example.org/pool v1.0.0
            ## explicit; go 1.21
            example.org/pool
            -- vendor/example.org/pool/pool.go --
            package pool
            -- m_test.go --
            package m

            import _ "example.org/pool"
            """);
        File.AppendAllText(Path.Combine(module.Folder, "go.mod"), "\nrequire example.org/pool v1.0.0\n");
        var sources = OwnSources.Of(GoTestArguments.Parse(["-mod=vendor", "./..."]), module.Folder, GoToolchain.Command, TestContext.Current.CancellationToken);

        Assert.Equal(["example.com/m", "example.org/pool"], sources.Packages.Keys);
    }

    [Fact]
    public void Only_the_users_own_files_are_woven_into()
    {
        using var module = new GoModule(Rare);
        var sources = OwnSources.Of(GoTestArguments.Parse(["./..."]), module.Folder, GoToolchain.Command, TestContext.Current.CancellationToken);

        var (package, files) = Assert.Single(sources.Packages);
        Assert.Equal("example.com/m", package);
        Assert.Equal(["m.go", "m_test.go"], files.Select(f => Path.GetFileName(f)));
    }
}
