using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Explorer.Tests.Judge;

/// <summary>Programs about which the explorer and Go once disagreed, cut down.</summary>
public sealed class ReducedProgramTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("unpark-reduced-");

    [Fact]
    public void A_context_may_end_before_its_error_is_asked_for()
    {
        var result = Explore("""
            package p

            import ("context"; "time")

            func F() {
            	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
            	c := make(chan int)
            	context.AfterFunc(ctx, func() {
            		c <- 1
            	})
            	if ctx.Err() != nil {
            		return
            	}
            	cancel()
            	<-c
            }
            """);

        Assert.Equal(["chan send 9"], Places(result));
    }

    [Fact]
    public void The_channel_of_a_context_is_closed_by_whoever_cancels_it_alone()
    {
        var result = Explore("""
            package p

            import "context"

            func F() {
            	ctx, cancel := context.WithCancel(context.Background())
            	done := ctx.Done()
            	c := make(chan int)
            	go func() {
            		select {
            		case <-done:
            		default:
            			c <- 1
            		}
            	}()
            	cancel()
            }
            """);

        Assert.Equal(["chan send 13"], Places(result));
    }

    [Fact]
    public void A_select_with_one_case_stands_at_its_case()
    {
        var result = Explore("""
            package p

            func F() {
            	var c chan int
            	go func() {
            		select {
            		case <-c:
            		}
            	}()
            }
            """);

        Assert.Equal(["chan receive (nil chan) 7"], Places(result));
    }

    [Fact]
    public void A_goroutine_can_leak_in_each_of_two_waits()
    {
        var result = Explore("""
            package p

            import "sync"

            func F() {
            	var mu sync.Mutex
            	c := sync.NewCond(&mu)
            	go func() {
            		mu.Lock()
            		c.Wait()
            		c.Wait()
            		mu.Unlock()
            	}()
            	c.Signal()
            }
            """);

        Assert.Equal(["sync.Cond.Wait 10", "sync.Cond.Wait 11"], Places(result));
    }

    [Fact]
    public void Two_selects_with_defaults_never_meet()
    {
        var result = Explore("""
            package p

            func F() {
            	c := make(chan int)
            	go func() {
            		select {
            		case c <- 1:
            			select {}
            		default:
            		}
            	}()
            	select {
            	case <-c:
            		select {}
            	default:
            	}
            }
            """);

        Assert.Empty(result.Leaks);
    }

    [Fact]
    public void A_lock_that_a_function_called_later_tries_may_be_held()
    {
        var result = Explore("""
            package p

            import "sync"

            func try(mu *sync.Mutex) {
            	if !mu.TryLock() {
            		select {}
            	}
            	mu.Unlock()
            }

            func F() {
            	var mu sync.Mutex
            	c := make(chan int)
            	go func() {
            		mu.Lock()
            		close(c)
            		mu.Unlock()
            	}()
            	<-c
            	try(&mu)
            }
            """);

        Assert.Equal(["select (no cases) 7"], Places(result));
    }

    [Fact]
    public void A_schedule_has_all_rounds_of_a_loop()
    {
        var result = Explore("""
            package p

            func F() {
            	c := make(chan int)
            	go func() {
            		for range 5 {
            			c <- 1
            		}
            		select {}
            	}()
            	for range 5 {
            		<-c
            	}
            }
            """);

        Assert.Equal(5, Unpark.Explorer.Judge.Schedules.Whole(result.Leaks.Single(l => l.CreatedBy != null).Schedule).Count(s => s.What == "receive"));
    }

    [Fact]
    public void A_deferred_call_waits_where_its_function_ends()
    {
        var result = Explore("""
            package p

            import "sync"

            func F() {
            	var wg sync.WaitGroup
            	wg.Add(1)
            	go func() {
            		defer wg.Wait()
            		println("waits")
            	}()
            }
            """);

        Assert.Equal(["sync.WaitGroup.Wait 11"], Places(result));
    }

    [Fact]
    public void Stopping_a_timer_may_come_too_late()
    {
        var result = Explore("""
            package p

            import "time"

            func F() {
            	c := make(chan int)
            	t := time.AfterFunc(time.Millisecond, func() { close(c) })
            	if !t.Stop() {
            		select {}
            	}
            	other := time.NewTimer(time.Millisecond)
            	go func() {
            		<-other.C
            		c <- 1
            	}()
            	other.Stop()
            }
            """);

        Assert.Equal(["chan receive 13", "chan send 14", "select (no cases) 9"], Places(result));
    }

    [Fact]
    public void Two_selects_with_cases_that_are_ready_never_meet()
    {
        var result = Explore("""
            package p

            func F() {
            	c, d := make(chan int, 2), make(chan int)
            	go func() {
            		select {
            		case c <- 1:
            		case <-d:
            			select {}
            		}
            	}()
            	select {
            	case c <- 1:
            	case d <- 1:
            	}
            }
            """);

        Assert.Empty(result.Leaks);
    }

    [Fact]
    public void Who_waits_for_another_that_may_be_helped_from_outside_may_be_helped_while_a_third_runs_for_ever()
    {
        var result = Explore("""
            package p

            import ("sync"; "time")

            var c = make(chan int)

            func F() {
            	t := time.NewTicker(time.Millisecond)
            	d := make(chan int)
            	var wg sync.WaitGroup
            	wg.Add(1)
            	go func() {
            		for {
            			select {
            			case <-t.C:
            			case <-d:
            				return
            			}
            		}
            	}()
            	go func() {
            		defer wg.Done()
            		c <- 1
            	}()
            	wg.Wait()
            	close(d)
            }
            """);

        Assert.Empty(result.Leaks);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static IEnumerable<string> Places(ExplorationResult result) => result.Leaks
        .Select(l => $"{l.WaitReason} {l.Stack.First(f => f.File.EndsWith("/p.go", StringComparison.Ordinal)).Line}").Order(StringComparer.Ordinal);

    private ExplorationResult Explore(string source)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "go.mod"), "module p\n\ngo 1.27\n");
        File.WriteAllText(Path.Combine(folder.FullName, "p.go"), source);
        var program = GoProgram.Load(new LoadOptions { Dir = folder.FullName, Build = new BuildOptions { GoRoot = GoToolchain.Root } });
        var package = new FlowPackage(program.Roots[0].TypeCheck());
        var result = new ProgramExplorer(program, package).Explore(package.Functions.First(f => f.Outer == null && f.Name == "F"));
        Assert.True(result.IsComplete);
        return result;
    }
}
