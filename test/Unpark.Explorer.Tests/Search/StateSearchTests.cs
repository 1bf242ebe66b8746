namespace Unpark.Explorer.Tests.Search;

/// <summary>What the search finds and what it leaves alone.</summary>
public sealed class StateSearchTests
{
    private const string Server = """
        package p

        type server struct {
        	requests chan int
        	results  chan int
        }

        func (s *server) loop() {
        	for range s.requests {
        	}
        }

        func forgotten() {
        	s := &server{requests: make(chan int), results: make(chan int)}
        	go s.loop()
        	go func() { s.results <- 1 }()
        	go func() {
        		for {
        			s.requests <- 1
        		}
        	}()
        }

        func fetched() {
        	s := &server{requests: make(chan int), results: make(chan int)}
        	go s.loop()
        	go func() { s.results <- 1 }()
        	go func() {
        		for {
        			s.requests <- 1
        			select {
        			case <-s.results:
        			default:
        			}
        		}
        	}()
        }
        """;

    [Fact]
    public void A_goroutine_that_waits_while_others_run_for_ever_is_found()
    {
        var result = Explored.Function("forgotten", Server);

        Assert.True(result.IsComplete);
        Assert.Equal(["16: chan send"], Explored.Leaks(result));
    }

    [Fact]
    public void One_that_may_be_helped_again_and_again_is_not()
    {
        var result = Explored.Function("fetched", Server);

        Assert.True(result.IsComplete);
        Assert.Empty(result.Leaks);
    }

    [Fact]
    public void An_input_may_be_anything_and_stays_what_it_is()
    {
        const string Source = """
            package p

            func result(fail bool) chan int {
            	c := make(chan int)
            	go func() {
            		if fail {
            			return
            		}
            		c <- 1
            	}()
            	return c
            }

            func consistent(fail bool) {
            	c := result(fail)
            	if !fail {
            		<-c
            	}
            }

            func inconsistent(fail bool) {
            	c := result(fail)
            	if fail {
            		<-c
            	}
            }
            """;

        Assert.Empty(Explored.Function("consistent", Source).Leaks);
        Assert.Equal(["24: chan receive", "9: chan send"], Explored.Leaks(Explored.Function("inconsistent", Source)));
        // The caller has the channel.
        Assert.Empty(Explored.Function("result", Source).Leaks);
    }

    [Fact]
    public void States_that_differ_in_a_variable_of_a_package_are_two()
    {
        const string Source = """
            package p

            import "sync"

            var n int
            var behind = new(int)

            func F() { after(func(v int) { n = v }, func() int { return n }) }
            func G() { after(func(v int) { *behind = v }, func() int { return *behind }) }

            func after(set func(int), get func() int) {
            	var mu sync.Mutex
            	var wg sync.WaitGroup
            	wg.Add(2)
            	for i := 1; i <= 2; i++ {
            		go func() { mu.Lock(); set(i); mu.Unlock(); wg.Done() }()
            	}
            	wg.Wait()
            	c := make(chan int)
            	if get() == 1 {
            		<-c
            	} else {
            		c <- 1
            	}
            }
            """;

        Assert.All(["F", "G"], f => Assert.Equal(["21: chan receive", "23: chan send"], Explored.Leaks(Explored.Function(f, Source))));
    }

    [Fact]
    public void Goroutines_that_share_a_variable_of_another_package_are_not_explored_apart()
    {
        const string Other = """
            package q

            import "sync"

            var mu sync.Mutex
            var n int

            func Add() int { mu.Lock(); defer mu.Unlock(); n++; return n }
            """;
        const string Source = """
            package p

            import "p/q"

            func F() {
            	go func() {
            		if q.Add() == 2 {
            			<-make(chan int)
            		}
            	}()
            	go func() {
            		if q.Add() == 2 {
            			make(chan int) <- 1
            		}
            	}()
            }
            """;
        var result = Explored.Function("F", Source, Other);

        Assert.True(result.IsComplete);
        Assert.Equal(["13: chan send", "8: chan receive"], Explored.Leaks(result));
    }

    [Fact]
    public void Who_has_a_variable_of_another_package_is_explored_with_all_who_run_others()
    {
        const string First = """
            package q

            var n int

            func Set() { n = 1 }
            """;
        const string Second = """
            package r

            import "sync"

            type Counter struct {
            	Mu sync.Mutex
            	N  int
            }

            var Shared = &Counter{}

            func Add() int {
            	Shared.Mu.Lock()
            	defer Shared.Mu.Unlock()
            	Shared.N++
            	return Shared.N
            }
            """;
        const string Source = """
            package p

            import (
            	"p/q"
            	"p/r"
            )

            func F() {
            	c := r.Shared
            	go func() {
            		wait()
            		q.Set()
            	}()
            	go func() {
            		wait()
            		c.Mu.Lock()
            		c.N++
            		c.Mu.Unlock()
            	}()
            	go func() {
            		wait()
            		if r.Add() == 2 {
            			<-make(chan int)
            		}
            	}()
            }

            func wait() {
            	c := make(chan int, 1)
            	c <- 1
            	<-c
            }
            """;

        Assert.Equal(["23: chan receive"], Explored.Leaks(Explored.Function("F", Source, First, Second)));
    }

    [Fact]
    public void Large_buffers_are_told_apart_by_what_is_in_them()
    {
        const string Source = """
            package p

            func F(unknown *[300]byte) {
            	var last [5000]byte
            	token := make(chan bool, 1)
            	done := make(chan bool)
            	for _, b := range []byte{1, 2} {
            		go func() {
            			token <- true
            			last[4999] = b
            			unknown[299] = b
            			<-token
            			done <- true
            		}()
            	}
            	<-done
            	<-done
            	c := make(chan int)
            	if last[4999] == 1 {
            		<-c
            	} else if unknown[299] == 2 {
            		c <- 1
            	}
            }
            """;

        Assert.Equal(["20: chan receive", "22: chan send"], Explored.Leaks(Explored.Function("F", Source)));
    }

    [Fact]
    public void The_keys_of_a_map_come_in_any_order()
    {
        const string Source = """
            package p

            func F() {
            	c := make(chan int)
            	last := 0
            	for key := range map[int]bool{1: true, 2: true, 3: true} {
            		last = key
            	}
            	switch last {
            	case 1:
            		<-c
            	case 2:
            		c <- 1
            	case 3:
            		select {}
            	}
            }

            func Removed() {
            	c := make(chan int)
            	m := map[int]bool{1: true, 2: true}
            	count := 0
            	for key := range m {
            		delete(m, 3-key)
            		count++
            	}
            	if count != 1 {
            		<-c
            	}
            }
            """;
        var result = Explored.Function("F", Source);
        var removed = Explored.Function("Removed", Source);

        Assert.True(result.IsComplete);
        Assert.Equal(["11: chan receive", "13: chan send", "15: select (no cases)"], Explored.Leaks(result));
        Assert.True(removed.IsComplete);
        Assert.Empty(removed.Leaks);
    }

    [Fact]
    public void Goroutines_may_wait_within_a_range_over_a_function()
    {
        const string Source = """
            package p

            import "iter"

            func words(n int) iter.Seq[int] {
            	return func(yield func(int) bool) {
            		for i := range n {
            			for j := range pairs(i) {
            				if !yield(j) {
            					return
            				}
            			}
            		}
            	}
            }

            func pairs(i int) iter.Seq[int] {
            	return func(yield func(int) bool) { _ = yield(i) && yield(i) }
            }

            func F() {
            	c := make(chan int)
            	go func() {
            		for w := range words(3) {
            			c <- w
            		}
            	}()
            	for w := range words(2) {
            		if <-c != w {
            			<-c
            		}
            	}
            }
            """;
        var result = Explored.Function("F", Source);

        Assert.True(result.IsComplete);
        Assert.Equal(["25: chan send"], Explored.Leaks(result));
    }

    [Fact]
    public void A_state_with_very_many_steps_is_cut_off_among_them()
    {
        const string Source = """
            package p

            func F() {
            	c := make(chan int)
            	for i := range 300 {
            		go func() { c <- i }()
            		go func() { <-c }()
            	}
            	<-make(chan int)
            }
            """;
        var result = Explored.Function("F", Source, new ExplorationOptions { MaxStates = 50, MaxSteps = 100, RemembersStates = false, ReducesOrders = false });

        Assert.False(result.IsComplete);
        Assert.InRange(result.Steps, 1, 100);
    }

    [Fact]
    public void Functions_that_are_not_executed_may_call_what_they_are_given()
    {
        const string Source = """
            package p

            import (
            	"reflect"
            	"runtime"
            )

            func Finalized() {
            	c := make(chan bool)
            	runtime.SetFinalizer(new([10]int), func(*[10]int) { c <- true })
            	<-c
            }

            func CleanedUp() {
            	c := make(chan bool)
            	runtime.AddCleanup(new([10]int), func(int) { close(c) }, 1)
            	<-c
            }

            func Reflected() {
            	c := make(chan bool)
            	go func() { <-c }()
            	reflect.ValueOf(c).Send(reflect.ValueOf(true))
            }
            """;

        Assert.All(["Finalized", "CleanedUp", "Reflected"], f => Assert.Empty(Explored.Function(f, Source).Leaks));
    }

    [Fact]
    public void Memory_that_states_take_is_limited()
    {
        const string Source = """
            package p

            func F(c chan int) {
            	buffer := make([]byte, 100000)
            	for {
            		<-c
            		buffer[7]++
            	}
            }
            """;
        var result = Explored.Function("F", Source, new ExplorationOptions { MaxMemory = 1_000_000 });

        Assert.Contains("more than 1000000 cells of memory", result.Limits);
        Assert.InRange(result.States, 2, 20);
    }

    [Fact]
    public void Loops_that_only_count_are_gone_round_at_once()
    {
        const string Source = """
            package p

            import "sync"

            func main() {
            	var mu sync.Mutex
            	c := make(chan int)
            	go func() {
            		for i := 0; i < 1_000_000; i++ {
            			mu.Lock()
            			mu.Unlock()
            		}
            		c <- 1
            	}()
            	for range 1_000_000 {
            		mu.Lock()
            		mu.Unlock()
            	}
            }
            """;
        var result = Explored.Function("main", Source);

        Assert.True(result.IsComplete);
        Assert.InRange(result.States, 4, 100);
        Assert.Equal(["13: chan send"], Explored.Leaks(result));
    }

    [Fact]
    public void A_range_over_a_function_is_part_of_the_state()
    {
        const string Source = """
            package p

            func numbers(mu chan bool) func(func(int) bool) {
            	return func(yield func(int) bool) {
            		for i := 0; ; i++ {
            			mu <- true
            			if !yield(i) {
            				return
            			}
            			<-mu
            		}
            	}
            }

            func main() {
            	mu := make(chan bool, 1)
            	done := make(chan bool)
            	go func() {
            		for i := range numbers(mu) {
            			if i == 2 {
            				break
            			}
            		}
            		close(done)
            	}()
            	<-done
            	go func() {
            		mu <- true
            	}()
            }
            """;
        var result = Explored.Function("main", Source);

        Assert.True(result.IsComplete);
        Assert.Equal(["28: chan send"], Explored.Leaks(result));
    }

    [Fact]
    public void A_slice_that_is_too_large_for_the_explorer_is_a_limit_and_no_panic()
    {
        var result = Explored.Function("large", "package p\n\nfunc large() {\n\t_ = make([]int, 1<<30)\n}\n");

        Assert.Empty(result.Panics);
        Assert.Equal("p.go:4: a slice of 1073741824 elements", Assert.Single(result.Limits));
    }

    [Fact]
    public void Goroutines_that_share_nothing_are_explored_apart()
    {
        const string Source = """
            package p

            func main() {
            	for i := 0; i < 500; i++ {
            		go func() {
            			a, b := make(chan int), make(chan int)
            			go func() { a <- i; <-b }()
            			<-a
            			b <- i
            		}()
            	}
            }
            """;
        var result = Explored.Function("main", Source);

        Assert.True(result.IsComplete);
        Assert.Empty(result.Leaks);
        Assert.InRange(result.States, 1, 2000);
    }

    [Fact]
    public void Reductions_change_how_much_is_looked_at_and_not_what_is_found()
    {
        const string Source = """
            package p

            import "sync"

            func main() {
            	var mu sync.Mutex
            	var wg sync.WaitGroup
            	first, second := make(chan int), make(chan int, 1)
            	for range 2 {
            		wg.Add(1)
            		go func() {
            			defer wg.Done()
            			mu.Lock()
            			defer mu.Unlock()
            			select {
            			case first <- 1:
            			case second <- 2:
            			}
            		}()
            	}
            	<-second
            	wg.Wait()
            }
            """;
        var reduced = Explored.Function("main", Source);
        var unordered = Explored.Function("main", Source, new ExplorationOptions { ReducesOrders = false });
        var plain = Explored.Function("main", Source, new ExplorationOptions { ReducesOrders = false, RemembersStates = false });

        Assert.True(reduced.IsComplete && unordered.IsComplete && plain.IsComplete);
        Assert.Equal(Explored.Leaks(plain), Explored.Leaks(unordered));
        Assert.Equal(Explored.Leaks(plain), Explored.Leaks(reduced));
        Assert.InRange(reduced.Steps, 1, plain.Steps - 1);
    }

    [Fact]
    public void Goroutines_that_share_what_others_do_not_are_looked_at_first()
    {
        const string Source = """
            package p

            import "sync"

            func main() {
            	var wg sync.WaitGroup
            	for n := range 3 {
            		c := make(chan int)
            		wg.Add(2)
            		go func() {
            			c <- 1
            			c <- 2
            			wg.Done()
            		}()
            		go func() {
            			<-c
            			<-c
            			if n == 2 {
            				<-c
            			}
            			wg.Done()
            		}()
            	}
            	wg.Wait()
            }
            """;
        var reduced = Explored.Function("main", Source);
        var unordered = Explored.Function("main", Source, new ExplorationOptions { ReducesOrders = false });

        Assert.Equal(["19: chan receive", "24: sync.WaitGroup.Wait"], Explored.Leaks(reduced));
        Assert.Equal(Explored.Leaks(unordered), Explored.Leaks(reduced));
        Assert.InRange(reduced.States, 1, unordered.States / 2);
    }

    [Fact]
    public void A_goroutine_that_ends_the_process_does_not_hide_what_others_do_before()
    {
        const string Source = """
            package p

            func main() {
            	c := make(chan int)
            	own := make(chan int, 1)
            	go func() {
            		c <- 1
            		c <- 2
            	}()
            	go func() {
            		<-c
            	}()
            	own <- 1
            	panic("done")
            }
            """;
        var reduced = Explored.Function("main", Source);
        var unordered = Explored.Function("main", Source, new ExplorationOptions { ReducesOrders = false });

        Assert.Equal(["8: chan send"], Explored.Leaks(unordered));
        Assert.Equal(Explored.Leaks(unordered), Explored.Leaks(reduced));
    }

    [Fact]
    public void A_schedule_leads_from_the_beginning_to_the_leak()
    {
        const string Source = """
            package p

            import "sync"

            func main() {
            	var a, b sync.Mutex
            	go func() {
            		b.Lock()
            		a.Lock()
            		a.Unlock()
            		b.Unlock()
            	}()
            	a.Lock()
            	b.Lock()
            	b.Unlock()
            	a.Unlock()
            }
            """;
        var leak = Explored.Function("main", Source).Leaks.First(l => l.CreatedBy != null);

        Assert.Equal("sync.Mutex.Lock", leak.WaitReason);
        Assert.Equal(("p.main.func1", 9), (leak.Stack[0].Function, leak.Stack[0].Line));
        Assert.Equal(7, leak.CreatedBy!.Line);
        Assert.Equal([8, 13], leak.Schedule.Select(s => s.At.Line).Order());
        Assert.All(leak.Schedule, s => Assert.Equal("lock", s.What));
    }
}
