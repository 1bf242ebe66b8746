using Unpark.GoTest.Tests.Support;

namespace Unpark.GoTest.Tests;

/// <summary>What is printed is what the go command prints, compared with the go command itself.</summary>
public sealed class OutputTests
{
    private const string Module = """
        -- pass/pass.go --
        package pass

        func Twice(n int) int {
        	if n < 0 {
        		panic("negative")
        	}
        	return 2 * n
        }
        -- pass/pass_test.go --
        package pass

        import (
        	"fmt"
        	"os"
        	"testing"
        )

        func TestPass(t *testing.T) {
        	fmt.Println("printed", Twice(1), testing.Verbose())
        	fmt.Fprintln(os.Stderr, "to stderr")
        	t.Log("logged")
        	t.Run("sub", func(t *testing.T) { t.Parallel(); t.Log("logged by sub") })
        }

        func TestSkipped(t *testing.T) { t.Skip("not today") }

        func ExampleTwice() {
        	fmt.Println(Twice(2))
        	// Output: 4
        }

        func BenchmarkTwice(b *testing.B) {
        	for i := 0; i < b.N; i++ {
        		Twice(i)
        	}
        }
        -- fail/fail_test.go --
        package fail

        import (
        	"fmt"
        	"testing"
        )

        func TestFail(t *testing.T) {
        	fmt.Print("without a line end")
        	t.Run("sub", func(t *testing.T) { t.Fatal("wrong") })
        }

        func TestFine(t *testing.T) { t.Log("only shown with -v") }
        -- none/none.go --
        package none

        func F() {}
        -- broken/broken_test.go --
        package broken

        import "testing"

        func TestBroken(t *testing.T) { undefined() }
        -- quits/quits_test.go --
        package quits

        import (
        	"os"
        	"testing"
        )

        func TestQuits(t *testing.T) { os.Exit(3) }
        -- main/main_test.go --
        package main

        import (
        	"flag"
        	"fmt"
        	"os"
        	"testing"
        )

        var name = flag.String("name", "nobody", "")

        func TestMain(m *testing.M) {
        	flag.Parse()
        	fmt.Println("before", testing.Verbose(), *name, flag.Args())
        	code := m.Run()
        	fmt.Println("after")
        	os.Exit(code)
        }

        func TestIt(t *testing.T) {}
        """;

    [Theory]
    [InlineData("./...")]
    [InlineData("-v", "./...")]
    [InlineData("./pass")]
    [InlineData("-v", "./pass")]
    [InlineData("./fail", "-run", "TestFine")]
    [InlineData("-v", "-run=TestF", "./fail", "./pass")]
    [InlineData("-run=Nothing", "./pass", "./none")]
    [InlineData("-list", ".", "./pass", "./fail")]
    [InlineData("-cover", "./pass", "./none")]
    [InlineData("-failfast", "-p=1", "./fail", "./pass")]
    [InlineData("./broken")]
    [InlineData("./quits", "./none")]
    [InlineData("./missing")]
    [InlineData("-nosuchflag", "./pass")]
    [InlineData("./main", "-name", "me")]
    [InlineData("./main", "-v", "-args", "-name=you", "rest", "-run", "X")]
    [InlineData("-C", "pass")]
    [InlineData("-C", "pass", "-v")]
    [InlineData("-C", "fail")]
    [InlineData("-C", "main", "-v")]
    [InlineData("-c", "-o", "/dev/null", "./pass")]
    [InlineData("-vet=off", "-count=1", "-short", "./pass")]
    [InlineData("-run=^$", "-bench=.", "-benchtime=1x", "./pass")]
    public void The_output_is_that_of_the_go_command(params string[] args)
    {
        using var module = new GoModule(Module);
        var plain = module.Plain(args);
        var (result, output, errors) = module.Test(args);

        Assert.Equal(GoModule.Normalize(plain.Output), GoModule.Normalize(output));
        Assert.Equal(GoModule.Normalize(plain.Errors), GoModule.Normalize(errors));
        Assert.Equal(plain.ExitCode, result.ExitCode);
    }

    [Fact]
    public void The_module_is_left_as_it_is()
    {
        using var module = new GoModule(Module);
        var before = Directory.EnumerateFileSystemEntries(module.Folder, "*", SearchOption.AllDirectories).Order().ToArray();
        module.Test("./...");

        Assert.Equal(before, Directory.EnumerateFileSystemEntries(module.Folder, "*", SearchOption.AllDirectories).Order());
    }
}
