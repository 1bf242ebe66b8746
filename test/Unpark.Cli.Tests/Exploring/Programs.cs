namespace Unpark.Cli.Tests.Exploring;

/// <summary>Small Go programs, each with its own way to leak.</summary>
internal static class Programs
{
    /// <summary>Nobody receives the price that comes too late.</summary>
    public const string Quote = """
        package main

        import (
        	"errors"
        	"time"
        )

        func price(item string) int { return len(item) }

        func quote(item string, patience time.Duration) (int, error) {
        	result := make(chan int)
        	go func() {
        		result <- price(item)
        	}()
        	select {
        	case p := <-result:
        		return p, nil
        	case <-time.After(patience):
        		return 0, errors.New("too slow")
        	}
        }

        func main() {
        	quote("lamp", time.Second)
        }
        """;

    /// <summary>Two transfers take the same two locks in different orders.</summary>
    public const string Transfer = """
        package main

        import "sync"

        type account struct {
        	mu      sync.Mutex
        	balance int
        }

        func transfer(from, to *account, amount int) {
        	from.mu.Lock()
        	defer from.mu.Unlock()
        	to.mu.Lock()
        	defer to.mu.Unlock()
        	from.balance -= amount
        	to.balance += amount
        }

        func main() {
        	a, b := &account{balance: 10}, &account{balance: 10}
        	go transfer(a, b, 1)
        	transfer(b, a, 2)
        }
        """;

    /// <summary>Nothing is left behind.</summary>
    public const string Clean = """
        package main

        import "sync"

        func main() {
        	var wg sync.WaitGroup
        	jobs := make(chan int)
        	for range 2 {
        		wg.Go(func() {
        			for range jobs {
        			}
        		})
        	}
        	jobs <- 1
        	close(jobs)
        	wg.Wait()
        }
        """;

    /// <summary>A library whose goroutine ends with its input or its context.</summary>
    public const string Feed = """
        package feed

        import "context"

        type Feed struct{ out chan int }

        func Watch(ctx context.Context, in <-chan int) *Feed {
        	f := &Feed{out: make(chan int)}
        	go f.run(ctx, in)
        	return f
        }

        func (f *Feed) run(ctx context.Context, in <-chan int) {
        	defer close(f.out)
        	for v := range in {
        		select {
        		case f.out <- v:
        		case <-ctx.Done():
        			return
        		}
        	}
        }

        func (f *Feed) First() int { return <-f.out }

        func Twice() (a, b int) {
        	c := make(chan int)
        	go func() { c <- 1 }()
        	return <-c, <-c
        }
        """;

    /// <summary>Its tests: the first one forgets to close the input.</summary>
    public const string FeedTest = """
        package feed

        import (
        	"context"
        	"testing"
        )

        func TestFirst(t *testing.T) {
        	in := make(chan int)
        	f := Watch(t.Context(), in)
        	in <- 1
        	if v := f.First(); v != 1 {
        		t.Fatal("got", v)
        	}
        }

        func TestSubtests(t *testing.T) {
        	ctx, cancel := context.WithCancel(context.Background())
        	t.Cleanup(cancel)
        	for _, name := range []string{"a", "b"} {
        		t.Run(name, func(t *testing.T) {
        			t.Parallel()
        			in := make(chan int, 1)
        			in <- len(name)
        			close(in)
        			if Watch(ctx, in).First() != 1 {
        				t.Error("not one")
        			}
        		})
        	}
        }

        func TestRace(t *testing.T) {
        	c := make(chan int, 2)
        	go func() { c <- 1 }()
        	go func() { c <- 2 }()
        	if <-c != 1 {
        		t.Fatal("the second one was first")
        	}
        }
        """;
}
