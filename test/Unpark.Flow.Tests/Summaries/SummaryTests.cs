using Unpark.Flow.Tests.Ssa;

namespace Unpark.Flow.Tests.Summaries;

public sealed class SummaryTests
{
    private const string Source = """
        package p

        import (
        	"log"
        	"os"
        	"sync"
        )

        type queue struct {
        	items chan int
        	done  chan struct{}
        	once  sync.Once
        	mu    sync.Mutex
        }

        var stop = make(chan struct{})

        func shut(c chan struct{})      { close(c) }
        func shutField(q *queue)        { shut(q.done) }
        func shutLater(q *queue)        { defer close(q.done) }
        func shutOnce(q *queue)         { q.once.Do(func() { close(q.done) }) }
        func shutByGoroutine(q *queue)  { go func() { shutField(q) }() }
        func shutGlobal()               { close(stop) }
        func shutOne(a, b chan struct{}, first bool) {
        	c := b
        	if first {
        		c = a
        	}
        	close(c)
        }
        func shutNever(c chan struct{}) { _ = cap(c) }
        func shutClosure(c chan struct{}) func() { return func() { close(c) } }

        func newQueue() *queue {
        	q := &queue{items: make(chan int), done: make(chan struct{})}
        	go q.run()
        	return q
        }

        func (q *queue) run() {
        	for v := range q.items {
        		_ = v
        	}
        	close(q.done)
        }

        func (q *queue) put(v int) bool {
        	select {
        	case q.items <- v:
        		return true
        	case <-q.done:
        		return false
        	}
        }

        func (q *queue) try(v int) bool {
        	select {
        	case q.items <- v:
        		return true
        	default:
        		return false
        	}
        }

        func produce() <-chan int {
        	out := make(chan int)
        	go func() {
        		defer close(out)
        		for i := range 3 {
        			out <- i
        		}
        	}()
        	return out
        }

        func forward(n int, c chan int) chan int {
        	if n == 0 {
        		return c
        	}
        	return forward(n-1, c)
        }
        func through(c chan int)        { close(forward(3, c)) }

        func keep(q *queue, c chan int)  { q.items = c }
        func locked(q *queue)            { q.mu.Lock(); q.mu.Unlock() }
        func plain(a, b int) int         { return a + b }
        func die()                       { log.Fatal("x") }
        func dieToo()                    { if len(os.Args) > 1 { die() } else { os.Exit(1) } }
        func round()                     { for { plain(1, 2) } }
        func again()                     { again() }
        func must(err error)             { if err != nil { panic(err) } }
        func calm(err error)             { defer func() { recover() }(); must(err) }
        func spawnTwo()                  { go plain(1, 2); shutByGoroutine(nil) }
        func give(c chan int, f func(chan int)) { f(c) }
        """;

    private static readonly Lazy<FunctionSummaries> Facts = new(() =>
        new FunctionSummaries(ProgramCallGraph.Build(GoSource.Package(Source))));

    [Theory]
    [InlineData("shut", "parameter 0 Call")]
    [InlineData("shutField", "parameter 0.done Call")]
    [InlineData("shutLater", "parameter 0.done Call")]
    [InlineData("shutOnce", "parameter 0.done Call")]
    [InlineData("shutByGoroutine", "parameter 0.done Goroutine")]
    [InlineData("shutGlobal", "global stop Call")]
    [InlineData("shutOne", "parameter 0 Call, parameter 1 Call")]
    [InlineData("shutNever", "")]
    [InlineData("shutClosure", "parameter 0 Closure")]
    [InlineData("newQueue", "result 0.done Goroutine")]
    [InlineData("produce", "result 0 Goroutine")]
    [InlineData("through", "parameter 0 Call")]
    public void It_is_known_what_a_function_closes(string name, string expected) =>
        Assert.Equal(expected, Effects(ClosesFact.Instance, name));

    [Fact]
    public void It_is_known_what_a_function_sends_on_and_receives_from()
    {
        Assert.Equal("parameter 0.items Call", Effects(SendsFact.Instance, "(*queue).put"));
        Assert.Equal("parameter 0.done Call", Effects(ReceivesFact.Instance, "(*queue).put"));
        Assert.Equal("parameter 0.items Call", Effects(ReceivesFact.Instance, "(*queue).run"));
        Assert.Equal("result 0 Goroutine", Effects(SendsFact.Instance, "produce"));
        Assert.Equal("result 0.items Goroutine", Effects(ReceivesFact.Instance, "newQueue"));
    }

    [Fact]
    public void It_is_known_what_a_function_keeps_returns_and_hands_on()
    {
        Assert.Equal("parameter 1 Call", Effects(StoresFact.Instance, "keep"));
        Assert.Equal("", Effects(StoresFact.Instance, "(*queue).put"));
        Assert.Equal(["parameter 1"], Facts.Value.Of(ReturnsFact.Instance, Function("forward")).Of(0).Select(p => p.ToString()));
        Assert.Equal("parameter 0 Goroutine", Effects(GoroutineFact.Instance, "shutByGoroutine"));
        Assert.Equal("result 0 Goroutine", Effects(GoroutineFact.Instance, "newQueue"));
        Assert.Equal("parameter 1 Call", Effects(CallsFact.Instance, "give"));
    }

    [Theory]
    [InlineData("(*queue).put", MayHappen.Yes)]
    [InlineData("(*queue).try", MayHappen.No)]
    [InlineData("(*queue).run", MayHappen.Yes)]
    [InlineData("newQueue", MayHappen.No)]
    [InlineData("locked", MayHappen.Yes)]
    [InlineData("plain", MayHappen.No)]
    [InlineData("again", MayHappen.No)]
    [InlineData("shutOnce", MayHappen.Yes)]
    public void It_is_known_whether_a_function_blocks(string name, MayHappen expected) =>
        Assert.Equal(expected, Facts.Value.Of(BlocksFact.Instance, Function(name)));

    [Theory]
    [InlineData("must", MayHappen.Yes)]
    [InlineData("calm", MayHappen.No)]
    [InlineData("plain", MayHappen.No)]
    [InlineData("locked", MayHappen.Unknown)]
    public void It_is_known_whether_a_function_panics(string name, MayHappen expected) =>
        Assert.Equal(expected, Facts.Value.Of(PanicsFact.Instance, Function(name)));

    [Theory]
    [InlineData("die", true)]
    [InlineData("dieToo", true)]
    [InlineData("round", true)]
    [InlineData("again", true)]
    [InlineData("must", false)]
    [InlineData("forward", false)]
    [InlineData("calm", false)]
    public void It_is_known_whether_a_function_returns(string name, bool never) =>
        Assert.Equal(never, Facts.Value.Of(NeverReturnsFact.Instance, Function(name)));

    [Fact]
    public void It_is_known_which_goroutines_a_function_starts()
    {
        Assert.Equal(2, Facts.Value.Of(StartsFact.Instance, Function("spawnTwo")).Count);
        Assert.Empty(Facts.Value.Of(StartsFact.Instance, Function("(*queue).run")));
        Assert.Single(Facts.Value.Of(StartsFact.Instance, Function("produce")));
    }

    [Fact]
    public void A_fact_of_ones_own_is_worked_out_the_same_way()
    {
        var depth = new DepthFact();
        Assert.Equal(0, Facts.Value.Of(depth, Function("plain")));
        Assert.Equal(1, Facts.Value.Of(depth, Function("shutField")));
        Assert.Equal(2, Facts.Value.Of(depth, Function("dieToo")));
    }

    [Fact]
    public void What_is_known_of_std_is_what_its_source_says()
    {
        var facts = new FunctionSummaries(ProgramCallGraph.Build(
            GoSource.Standard("io", "sync", "sync/atomic", "internal/sync", "os", "log", "context", "time", "os/signal")));
        SsaFunction In(string path, string name) =>
            facts.Calls.Functions.Single(f => f.Package.Package.Package.Path == path && f.Name == name);
        string Effect(PlaceFact fact, string path, string name) => Text(facts.Of(fact, In(path, name)));

        // io/pipe.go: closeRead closes p.done once; write sends on wrCh, receives from rdCh and done.
        Assert.Equal("parameter 0.done Call", Effect(ClosesFact.Instance, "io", "(*pipe).closeRead"));
        Assert.Equal("parameter 0.wrCh Call", Effect(SendsFact.Instance, "io", "(*pipe).write"));
        Assert.Equal("parameter 0.done Call, parameter 0.rdCh Call", Effect(ReceivesFact.Instance, "io", "(*pipe).write"));
        Assert.Equal("parameter 0.r.pipe.wrCh Call", Effect(SendsFact.Instance, "io", "(*PipeWriter).Write"));

        // time/sleep.go, os/signal/signal.go, log/log.go, sync.
        Assert.Contains("parameter 0", Effect(StoresFact.Instance, "os/signal", "Notify"), StringComparison.Ordinal);
        Assert.True(facts.Of(NeverReturnsFact.Instance, In("log", "Fatalf")));
        Assert.True(facts.Of(NeverReturnsFact.Instance, In("os", "Exit")));
        Assert.False(facts.Of(NeverReturnsFact.Instance, In("log", "Printf")));
        Assert.Equal(MayHappen.Yes, facts.Of(PanicsFact.Instance, In("log", "Panicf")));
        Assert.Equal(MayHappen.Yes, facts.Of(BlocksFact.Instance, In("sync", "(*WaitGroup).Wait")));
        Assert.Equal(MayHappen.Yes, facts.Of(BlocksFact.Instance, In("io", "(*PipeReader).Read")));
        Assert.Contains("parameter 1 Call", Effect(CallsFact.Instance, "sync", "(*Once).Do"), StringComparison.Ordinal);
        Assert.Contains("parameter 1 Goroutine", Effect(CallsFact.Instance, "sync", "(*WaitGroup).Go"), StringComparison.Ordinal);
        Assert.NotEmpty(facts.Of(StartsFact.Instance, In("context", "(*cancelCtx).propagateCancel")));
    }

    private static SsaFunction Function(string name) => Facts.Value.Calls.Functions.Single(f => f.Name == name);

    private static string Effects(PlaceFact fact, string name) => Text(Facts.Value.Of(fact, Function(name)));

    private static string Text(IEnumerable<PlaceEffect> effects) =>
        string.Join(", ", effects.Select(e => $"{e.Place} {e.When}").Order(StringComparer.Ordinal));

    /// <summary>How many calls deep a function goes.</summary>
    private sealed class DepthFact : SummaryFact<int>
    {
        public override int Start(SsaFunction function) => 0;

        public override int Compute(SsaFunction function, SummaryScope scope)
        {
            var depth = 0;
            foreach (var call in function.Instructions.OfType<SsaCall>().Where(c => c.Kind != SsaCallKind.Builtin))
            {
                depth = Math.Max(depth, 1);
                foreach (var callee in scope.Calls.CalleesOf(call))
                {
                    depth = Math.Max(depth, Math.Min(50, 1 + scope.Of(this, callee)));
                }
            }

            return depth;
        }
    }
}
