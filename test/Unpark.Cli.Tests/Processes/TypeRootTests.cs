using System.Text.Json;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Processes;

/// <summary>What <c>unpark check</c> learns of types whose methods are called at the same time.</summary>
public sealed class TypeRootTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TypeRootTests() => folder.Write("go.mod", "module example.com/m\n\ngo 1.24\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Closing_that_tells_one_more_than_there_are_is_found()
    {
        Assert.Equal(["18: UP101 proved"], Found(Pool(told: 3)));
        Assert.Empty(Found(Pool(told: 2)));
    }

    [Fact]
    public void Who_is_told_too_seldom_stays_behind()
    {
        Assert.Equal(["14: UP102 proved"], Found(Pool(told: 1)));
    }

    [Fact]
    public void A_method_that_closing_leaves_behind_proves_a_finding()
    {
        Assert.Equal(["26: UP101 proved"], Found("""
            package m

            type Feed struct {
            	in   chan int
            	quit chan struct{}
            }

            func NewFeed() *Feed {
            	f := &Feed{in: make(chan int), quit: make(chan struct{})}
            	go f.loop()
            	return f
            }

            func (f *Feed) loop() {
            	for {
            		select {
            		case <-f.in:
            		case <-f.quit:
            			return
            		}
            	}
            }

            // Put may find nobody who receives.
            func (f *Feed) Put(v int) {
            	f.in <- v
            }

            func (f *Feed) Close() { close(f.quit) }
            """));
    }

    [Fact]
    public void Locks_taken_both_ways_round_are_proved()
    {
        Assert.Equal(["13: UP603 proved"], Found("""
            package m

            import "sync"

            type Book struct {
            	a, b sync.Mutex
            	n    int
            }

            func (k *Book) Credit() {
            	k.a.Lock()
            	defer k.a.Unlock()
            	k.addB()
            }

            func (k *Book) Debit() {
            	k.b.Lock()
            	defer k.b.Unlock()
            	k.addA()
            }

            func (k *Book) addA() {
            	k.a.Lock()
            	k.n++
            	k.a.Unlock()
            }

            func (k *Book) addB() {
            	k.b.Lock()
            	k.n++
            	k.b.Unlock()
            }
            """));
    }

    [Theory]
    [InlineData("Out chan int", "Out", "")]
    [InlineData("out chan int", "out", "func (t *Tap) Drops() <-chan int { return t.out }")]
    [InlineData("out chan int", "out", "func Last(t *Tap) int { return <-t.out }")]
    public void A_channel_that_others_can_use_is_not_judged(string field, string name, string use)
    {
        Assert.Empty(Found($$"""
            package m

            type Tap struct {
            	{{field}}
            }

            func NewTap() *Tap {
            	t := &Tap{ {{name}}: make(chan int)}
            	go t.run()
            	return t
            }

            func (t *Tap) run() { t.{{name}} <- 1 }

            func (t *Tap) Close() {}

            {{use}}
            """));
    }

    private static string Pool(int told) => $$"""
        package m

        type Pool struct{ quit chan int }

        func NewPool() *Pool {
        	p := &Pool{quit: make(chan int)}
        	for range 2 {
        		go p.work()
        	}
        	return p
        }

        func (p *Pool) work() {
        	<-p.quit
        }

        func (p *Pool) Close() {
        	for range {{told}} { p.quit <- 0 }
        }
        """;

    private string[] Found(string source)
    {
        folder.Write("a.go", source);
        return [.. JsonDocument.Parse(UnparkProcess.Run(folder.Path, ["check", "--no-cache", "--profile", "strict", "--format", "json"]).Output)
            .RootElement.GetProperty("findings").EnumerateArray()
            .Select(f => $"{f.GetProperty("line")}: {f.GetProperty("rule").GetString()} {f.GetProperty("confidence").GetString()}")];
    }
}
