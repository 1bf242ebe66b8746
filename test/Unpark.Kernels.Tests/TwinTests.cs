using Unpark.Go.Syntax;
using Unpark.Kernels.Editing;

namespace Unpark.Kernels.Tests;

/// <summary>What edits do to a file, and what is said of those that do not fit.</summary>
public sealed class TwinTests
{
    private const string Shop = """
        package shop

        import "sync"

        type till struct {
        	mu sync.Mutex
        	n  int
        }

        func (t *till) count(extra int) {
        	t.mu.Lock() // t.mu.Unlock() comes later
        	t.n += extra
        	if t.n > 3 {
        		return
        	}
        	t.mu.Unlock()
        }

        func open() chan int { return make(chan int) }
        """;

    [Fact]
    public void Statements_go_before_behind_and_in_the_place_of_others()
    {
        Assert.Equal("""
            func (t *till) count(extra int) {
            	defer t.mu.Unlock()
            t.mu.Lock() // t.mu.Unlock() comes later
            	t.n += extra
            println(t.n)
            	if t.n > 3 {
            		panic("full")
            	}
            	
            }
            """, Function("""
            in till.count
            before `t.mu.Lock()`:
            	defer t.mu.Unlock()
            after `t.n +=`:
            	println(t.n)
            instead of `return`:
            	panic("full")
            delete `t.mu.Unlock()`
            """));
    }

    [Fact]
    public void Texts_are_replaced_and_things_added_at_the_ends_of_declarations()
    {
        var text = Apply("""
            # What is sent need not wait.
            import "time"
            unimport "sync"

            in till
            at end:
            	done chan int
            replace `sync.Mutex` with `lock`
            in open
            at start:
            	time.Sleep(1)
            replace `make(chan int)` with `make(chan int, 1)`
            declare:
            	type lock struct{}

            	func (*lock) Lock() {}
            """);

        Assert.Equal("""
            package shop

            import "time"

            import 

            type till struct {
            	mu lock
            	n  int

            done chan int
            }

            func (t *till) count(extra int) {
            	t.mu.Lock() // t.mu.Unlock() comes later
            	t.n += extra
            	if t.n > 3 {
            		return
            	}
            	t.mu.Unlock()
            }

            func open() chan int {
            time.Sleep(1)
             return make(chan int, 1) }

            type lock struct{}

            func (*lock) Lock() {}

            """, text);
    }

    [Theory]
    [InlineData("in till.count\ndelete `t.mu`", "shop.go: till.count has `t.mu` 2 times (Twins/till.edit:2)")]
    [InlineData("in till.count\ndelete `t.mu` #3", "shop.go: till.count has `t.mu` 2 times (Twins/till.edit:2)")]
    [InlineData("in till.count\ndelete `extr`", "shop.go: till.count has `extr` 0 times (Twins/till.edit:2)")]
    [InlineData("in shut\nat end:\n\treturn", "shop.go: has no declaration of shut (Twins/till.edit:2)")]
    [InlineData("unimport \"os\"", "shop.go: imports no such package (Twins/till.edit:1)")]
    [InlineData("in open\nreplace `make` with `new`\nreplace `make(chan int)` with `nil`", "shop.go:19: two edits of the same text")]
    [InlineData("in open\ndelete make", "till.edit:2: not a place: make")]
    [InlineData("in open\nat end:\nreturn", "till.edit:2: no code, indented by a tab, below the edit")]
    [InlineData("remove `make`", "till.edit:1: not an edit: remove `make`")]
    public void An_edit_that_does_not_fit_is_named(string edits, string message)
    {
        var e = Assert.Throws<KernelException>(() => Apply(edits));

        Assert.Equal(message, e.Message);
    }

    private static string Function(string edits)
    {
        var text = Apply(edits);
        var from = text.IndexOf("func (t *till)", StringComparison.Ordinal);
        return text[from..(text.IndexOf("\n}", from, StringComparison.Ordinal) + 2)];
    }

    private static string Apply(string edits) =>
        Twin.Parse("till.edit", edits).Apply(SyntaxTree.Parse(new SourceFile("shop.go", System.Text.Encoding.UTF8.GetBytes(Shop)))).ToString();
}
