using Unpark.Cli.Checking;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Checking;

/// <summary>What functions of other packages do with the functions they are given is read in their source.</summary>
public sealed class LibraryCallsTests : IDisposable
{
    private const string Library = """
        package work

        import "sync"

        type Queue interface {
        	Add(f func())
        	Stop()
        }

        type queue struct {
        	mu   sync.Mutex
        	jobs []func()
        	more chan struct{}
        	done chan struct{}
        }

        func New() Queue {
        	q := &queue{more: make(chan struct{}, 1), done: make(chan struct{})}
        	go q.run()
        	return q
        }

        func (q *queue) Add(f func()) {
        	q.mu.Lock()
        	q.jobs = append(q.jobs, f)
        	q.mu.Unlock()
        }

        func (q *queue) Stop() {
        	close(q.more)
        	<-q.done
        }

        func (q *queue) run() {
        	defer close(q.done)
        	for range q.more {
        		q.mu.Lock()
        		jobs := q.jobs
        		q.mu.Unlock()
        		for _, f := range jobs {
        			f()
        		}
        	}
        }

        func All(n int, f func(int)) {
        	var wg sync.WaitGroup
        	for i := range n {
        		wg.Add(1)
        		go func() {
        			defer wg.Done()
        			f(i)
        		}()
        	}
        	wg.Wait()
        }

        func Start(f func()) { go f() }

        """;

    private const string User = """
        package store

        import (
        	"sync"

        	"example.com/m/work"
        )

        type store struct {
        	mu sync.Mutex
        	q  work.Queue
        	n  int
        }

        func (s *store) add(n int) {
        	s.mu.Lock()
        	s.n += n
        	s.mu.Unlock()
        }

        func (s *store) later() { s.q.Add(func() { s.add(1) }) }

        func (s *store) close() {
        	s.mu.Lock()
        	defer s.mu.Unlock()
        	s.q.Stop() // line 26: waits for what later gave it
        }

        func (s *store) all() {
        	s.mu.Lock()
        	defer s.mu.Unlock()
        	work.All(3, s.add) // line 32: runs it before it returns
        }

        func (s *store) start() {
        	s.mu.Lock()
        	defer s.mu.Unlock()
        	work.Start(func() { s.add(1) })
        }

        func (s *store) closeGood() {
        	s.mu.Lock()
        	s.n = 0
        	s.mu.Unlock()
        	s.q.Stop()
        }

        """;

    private readonly TemporaryFolder folder = new();

    public LibraryCallsTests()
    {
        folder.Write("go.mod", "module example.com/m\n\ngo 1.24\n");
        folder.Write("work/work.go", Library);
        folder.Write("store/store.go", User);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_function_that_another_package_runs_or_keeps_takes_its_locks_there()
    {
        var request = new CheckRequest { Folder = folder.Path, Patterns = ["./store"], GoRoot = "" };
        var result = new GoCheckEngine().Check(request, static (_, _, _) => { }, CancellationToken.None).Result;
        Assert.Equal(["UP604 26", "UP602 32"],
            result.Findings.Select(f => $"{f.Rule.Id} {f.Span.StartPosition.Line}"));
    }
}
