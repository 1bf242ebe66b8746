using Unpark.Flow.Tests.Ssa;

namespace Unpark.Flow.Tests.Calls;

public sealed class ProgramCallGraphTests
{
    private const string Shapes = """
        package main

        type shape interface{ area() int }
        type square struct{ side int }
        type circle struct{ r int }
        type unused struct{}
        type wrapped struct{ shape }

        func (s square) area() int  { return s.side }
        func (c *circle) area() int { return c.r }
        func (unused) area() int    { return 0 }

        func pick(b bool) shape {
        	if b {
        		return square{1}
        	}
        	return &circle{2}
        }

        func sum() int { return pick(true).area() }

        func inner() int {
        	w := wrapped{square{3}}
        	var s shape = w
        	return s.area()
        }

        func main() { println(sum(), inner()) }
        """;

    [Fact]
    public void An_interface_call_goes_to_the_types_that_flow_there()
    {
        var graph = Graph(Shapes, out var function);
        Assert.Equal(["(*circle).area", "(square).area"], Callees(graph, function("sum"), "area"));
        Assert.Equal(["(square).area"], Callees(graph, function("inner"), "area"));
        var call = Call(function("sum"), "area");
        Assert.True(graph.IsComplete(call));
        Assert.Equal(["(*circle).area", "(square).area", "(unused).area"],
            graph.CandidatesOf(call).Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_function_value_is_found_through_variables_fields_channels_and_closures()
    {
        var graph = Graph("""
            package main

            type server struct{ handle func(int) }
            type handler func(int)
            type able interface{ serve(int) }

            func (h handler) serve(n int) { h(n) }

            func a(int) {}
            func b(int) {}
            func c(int) {}
            func d(int) {}
            func e(int) {}

            func field(s *server)        { s.handle(1) }
            func channel(q chan func(int)) { (<-q)(1) }
            func closure(f func(int))    { func() { f(1) }() }
            func adapter(x able)         { x.serve(1) }
            func method(f func())        { f() }
            func (s *server) run()       {}

            func main() {
            	s := &server{handle: a}
            	field(s)
            	q := make(chan func(int), 1)
            	q <- b
            	channel(q)
            	closure(c)
            	adapter(handler(d))
            	method(s.run)
            	table := map[string]func(int){"e": e}
            	go table["e"](2)
            }
            """, out var function);
        Assert.Equal(["a"], graph.CalleesOf(Single(function("field"))).Select(f => f.Name));
        Assert.Equal(["b"], graph.CalleesOf(Single(function("channel"))).Select(f => f.Name));
        Assert.Equal(["c"], graph.CalleesOf(Single(function("closure$1"))).Select(f => f.Name));
        Assert.Equal(["(handler).serve"], graph.CalleesOf(Single(function("adapter"))).Select(f => f.Name));
        Assert.Equal(["d"], graph.CalleesOf(Single(function("(handler).serve"))).Select(f => f.Name));
        Assert.Equal(["(*server).run"], graph.CalleesOf(Single(function("method"))).Select(f => f.Name));
        var started = function("main").Instructions.OfType<SsaCall>().Single(c => c.Op == SsaOp.Go);
        Assert.Equal(["e"], graph.CalleesOf(started).Select(f => f.Name));
        Assert.All(graph.Functions.SelectMany(f => f.Instructions).OfType<SsaCall>(), c => Assert.True(graph.IsComplete(c)));
    }

    [Fact]
    public void What_others_may_supply_leaves_a_call_open()
    {
        var graph = Graph("""
            package p

            import "sort"

            type Job interface{ Run() }

            func Do(j Job)            { j.Run() }
            func Each(f func(int))    { f(1) }
            func quiet(f func(int))   { f(1) }
            func known()              { quiet(func(int) {}) }
            func sorted(xs []int)     { sort.Slice(xs, func(i, j int) bool { return xs[i] < xs[j] }) }
            """, out var function);
        Assert.False(graph.IsComplete(Single(function("Do"))));
        Assert.False(graph.IsComplete(Single(function("Each"))));
        Assert.True(graph.IsComplete(Single(function("quiet"))));
        var sort = Call(function("sorted"), "Slice");
        Assert.Equal("sort.Slice", Assert.Single(graph.OutsideCalleesOf(sort)).FullName);
    }

    [Fact]
    public void Components_come_callees_first()
    {
        var graph = Graph("""
            package main

            func even(n int) bool { return n == 0 || odd(n-1) }
            func odd(n int) bool  { return n != 0 && even(n-1) }
            func main()           { f := func() { even(4) }; f() }
            """, out var function);
        var order = graph.BottomUp;
        var cycle = order.Single(c => c.Length > 1);
        Assert.Equal(["even", "odd"], cycle.Select(f => f.Name).Order());
        Assert.True(order.IndexOf(cycle) < order.IndexOf(order.Single(c => c.Contains(function("main$1")))));
        Assert.True(order.IndexOf(order.Single(c => c.Contains(function("main$1"))))
            < order.IndexOf(order.Single(c => c.Contains(function("main")))));
        Assert.Equal(2, graph.CallersOf(function("even")).Count);
    }

    [Fact]
    public void Packages_are_joined()
    {
        var packages = GoSource.Packages("1.24",
            ("lib", "package lib\n\ntype Doer interface{ Do() }\n\nfunc Run(d Doer) { d.Do() }\n"),
            ("app", """
                package main

                import "example.com/m/lib"

                type job struct{}

                func (job) Do() {}

                func main() { lib.Run(job{}) }
                """));
        var graph = ProgramCallGraph.Build(packages);
        var run = graph.Functions.Single(f => f.Name == "Run");
        Assert.Equal(["(job).Do"], graph.CalleesOf(Single(run)).Select(f => f.Name));
        Assert.Equal(["main"], graph.CallersOf(run).Select(c => c.Block.Function.Name));
    }

    private static ProgramCallGraph Graph(string text, out Func<string, SsaFunction> function)
    {
        var graph = ProgramCallGraph.Build(GoSource.Package(text));
        function = name => graph.Functions.Single(f => f.Name == name);
        return graph;
    }

    private static SsaCall Single(SsaFunction function) => function.Instructions.OfType<SsaCall>().Single();

    private static SsaCall Call(SsaFunction function, string method) =>
        function.Instructions.OfType<SsaCall>().Single(c => c.Method?.Name == method);

    private static IEnumerable<string> Callees(ProgramCallGraph graph, SsaFunction function, string method) =>
        graph.CalleesOf(Call(function, method)).Select(f => f.Name).Order(StringComparer.Ordinal);
}
