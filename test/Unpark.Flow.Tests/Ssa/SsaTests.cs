using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;
using Unpark.Go.Types;

namespace Unpark.Flow.Tests.Ssa;

public sealed class SsaTests
{
    [Fact]
    public void What_is_not_on_disk_carries_its_import_path_and_name()
    {
        var package = Lonely("""
            package p

            import "example.com/gone"

            func f() error {
            	c, err := gone.Dial("x")
            	if err != nil {
            		return err
            	}
            	defer c.Close()
            	go c.Run(gone.Forever)
            	c.Done <- <-gone.Events
            	for e := range c.All() {
            		e.Use(c)
            	}
            	return nil
            }
            """);
        var function = package.Functions[0].Ssa;
        Assert.Empty(SsaVerifier.Defects(function));
        var dial = function.Instructions.OfType<SsaCall>().First();
        Assert.Equal(SsaCallKind.Unknown, dial.Kind);
        var callee = Assert.IsType<SsaUnknown>(dial.Callee);
        Assert.Equal(("example.com/gone", "Dial"), (callee.ImportPath, callee.Name));
        Assert.Contains(function.Instructions, i => i is SsaCall { Op: SsaOp.Defer, Callee: SsaInstruction { Op: SsaOp.UnknownMember } });
        Assert.Contains(function.Instructions, i => i.Op == SsaOp.Send);
    }

    [Fact]
    public void Invalid_code_gives_a_sound_function()
    {
        var text = """
            package p

            func f(c chan int, s []int) (n int, err error) {
            	defer func() { recover() }()
            	x, y := g(c)
            	for i, v := range s {
            		select {
            		case c <- v + i:
            			break
            		case w, ok := <-c:
            			if ok { goto done }
            			n += w
            		}
            	}
            done:
            	switch z := any(x).(type) {
            	case int, string:
            		h(z)
            	case error:
            		return y, z
            	}
            	return 1, nil
            }
            """;
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var broken = text;
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                var at = random.Next(10, broken.Length - 8);
                broken = broken.Remove(at, random.Next(1, 8));
            }

            foreach (var function in Lonely(broken).Functions)
            {
                _ = SsaVerifier.Defects(function.Ssa);
                _ = SsaPrinter.Text(function.Ssa);
            }
        }
    }

    [Fact]
    public void Deep_nesting_needs_no_stack()
    {
        var nested = "package p\nfunc f(a bool) {\n" + string.Concat(Enumerable.Repeat("if a {\n", 3_000))
            + string.Concat(Enumerable.Repeat("}\n", 3_000)) + "}\n";
        var chained = "package p\nfunc f(a string) string { return " + string.Join(" + ", Enumerable.Repeat("a", 9_000)) + " }\n";
        foreach (var text in (string[])[nested, chained])
        {
            Assert.Empty(SsaVerifier.Defects(Lonely(text).Functions[0].Ssa));
        }
    }

    [Fact]
    public void Dominators_and_loops_are_those_of_the_source()
    {
        var function = GoSource.Package("""
            package p

            func f(c chan int) int {
            	n := 0
            	for {
            		if v, ok := <-c; ok {
            			n += v
            			continue
            		}
            		break
            	}
            	return n
            }
            """).Functions[0].Ssa;
        var loop = Assert.Single(function.Loops.Loops);
        var receive = function.Instructions.Single(i => i.Op == SsaOp.Receive);
        Assert.Equal(loop, function.Loops.LoopOf(receive.Block));
        Assert.False(loop.IsEndless);
        var end = function.Blocks.Single(b => b.Terminator.Op == SsaOp.Return);
        Assert.True(function.Dominators.Dominates(receive.Block, end));
        Assert.True(function.PostDominators.Dominates(end, function.Entry));
        Assert.False(function.Dominators.Dominates(end, receive.Block));
    }

    [Fact]
    public void Files_of_std_without_what_they_import_and_their_neighbours_have_a_form()
    {
        // Nearly nothing in them has a type: what is built is of no use, but it must come to an end.
        var files = Directory.EnumerateFiles(Path.Combine(GoToolchain.Root, "src"), "*.go", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/cmd/", StringComparison.Ordinal) && !f.EndsWith("_test.go", StringComparison.Ordinal)).ToList();
        var functions = files.AsParallel().Sum(file => Lonely(File.ReadAllText(file)).Functions.Count(f => f.Ssa.Blocks.Length > 0));

        Assert.InRange(functions, 20_000, int.MaxValue);
    }

    [Fact]
    public void An_element_of_what_a_pointer_to_something_unknown_leads_to_is_unknown()
    {
        var function = Lonely("""
            package p

            import "example.com/gone"

            func f(x *gone.Int) any { return x[0] }
            """).Functions[0].Ssa;

        Assert.Empty(SsaVerifier.Defects(function));
    }

    private static FlowPackage Lonely(string text)
    {
        var tree = SyntaxTree.Parse(new SourceFile("p.go", Encoding.UTF8.GetBytes(text)));
        var typed = TypedPackage.Create(new PackageSource("p", [tree], new Nothing()));
        typed.CheckBodies();
        return new FlowPackage(typed);
    }

    private sealed class Nothing : IImportResolver
    {
        public Package? Resolve(string importPath) => null;
    }
}
