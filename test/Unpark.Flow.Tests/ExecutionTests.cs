using System.Globalization;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Flow.Tests;

/// <summary>
/// Holds graphs against Go itself: random functions are compiled and run, and everything that happened must be a way
/// through the graph.
/// </summary>
public sealed class ExecutionTests
{
    private const int FunctionCount = 400;

    private const string Runtime = """
        package main

        import (
        	"bufio"
        	"fmt"
        	"math/rand"
        	"os"
        )

        var (
        	out   = bufio.NewWriter(os.Stdout)
        	rnd   *rand.Rand
        	fuel  int
        	ready = make(chan int)
        )

        type outOfFuel struct{}

        func spend() {
        	fuel--
        	if fuel < 0 {
        		runs = false
        		panic(outOfFuel{})
        	}
        }

        var runs bool

        func t(n int) {
        	if !runs {
        		return
        	}
        	spend()
        	fmt.Fprintf(out, " t%d", n)
        }

        func c(n int) bool {
        	if !runs {
        		return false
        	}
        	spend()
        	b := rnd.Intn(2) == 0
        	fmt.Fprintf(out, " c%d=%v", n, b)
        	return b
        }

        func v(n int) int {
        	if !runs {
        		return 0
        	}
        	spend()
        	fmt.Fprintf(out, " v%d", n)
        	return rnd.Intn(2)
        }

        func run(name string, f func(), seed int64) {
        	rnd, fuel, runs = rand.New(rand.NewSource(seed)), 60, true
        	fmt.Fprint(out, name)
        	defer func() {
        		if recover() != nil && runs {
        			fmt.Fprint(out, " panic")
        		} else if runs {
        			fmt.Fprint(out, " end")
        		}
        		fmt.Fprintln(out)
        	}()
        	f()
        }

        func main() {
        	close(ready)
        	defer out.Flush()
        	for seed := int64(0); seed < 12; seed++ {
        		for i, f := range functions {
        			run(fmt.Sprintf("f%d", i), f, seed*1000+int64(i))
        		}
        	}
        }

        """;

    [Fact]
    public void What_happens_is_a_way_through_the_graph()
    {
        var code = new StringBuilder(Runtime);
        code.Append("var functions = []func(){\n");
        for (var i = 0; i < FunctionCount; i++)
        {
            code.Append(CultureInfo.InvariantCulture, $"\tf{i},\n");
        }

        code.Append("}\n\n");
        for (var i = 0; i < FunctionCount; i++)
        {
            code.Append(RandomFunction.Write($"f{i}", i)).Append('\n');
        }

        var text = code.ToString();
        var tree = Functions.Parse(text);
        Assert.Empty(tree.Diagnostics);
        var graphs = Functions.In(tree).OfType<FuncDecl>().ToDictionary(f => f.Name.Name, f => ControlFlowGraph.Build(f));
        var folder = Directory.CreateTempSubdirectory("unpark-flow-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "go.mod"), "module example.com/flow\n\ngo 1.27\n");
            File.WriteAllText(Path.Combine(folder, "main.go"), text);
            var output = GoToolchain.Run(GoToolchain.Start(GoToolchain.Command, ["run", "."], folder));
            var runs = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(FunctionCount * 12, runs.Length);
            var failures = runs.Select(r => Walk.Check(graphs[r.Split(' ')[0]], r)).OfType<string>().ToList();
            Assert.Empty(failures.Take(3));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>Follows what happened through a graph, in all the places it may be at once.</summary>
    private sealed class Walk
    {
        private readonly ControlFlowGraph graph;

        private Walk(ControlFlowGraph graph)
        {
            this.graph = graph;
        }

        public static string? Check(ControlFlowGraph graph, string run)
        {
            Assert.Empty(GraphVerifier.Defects(graph));
            var walk = new Walk(graph);
            var at = new HashSet<(FlowBlock, int, bool?)> { (graph.Entry, 0, null) };
            foreach (var happened in run.Split(' ')[1..])
            {
                at = walk.Next(at, happened);
                if (at.Count == 0)
                {
                    return $"{run}\nno way goes on with {happened}";
                }
            }

            return null;
        }

        // The places behind what happened next, passing steps and edges that show nothing.
        private HashSet<(FlowBlock, int, bool?)> Next(HashSet<(FlowBlock, int, bool?)> from, string happened)
        {
            var result = new HashSet<(FlowBlock, int, bool?)>();
            var seen = new HashSet<(FlowBlock, int, bool?)>(from);
            var stack = new Stack<(FlowBlock Block, int Index, bool? Outcome)>(from);
            while (stack.TryPop(out var at))
            {
                if (at.Index < at.Block.Nodes.Length)
                {
                    var shown = Shown(at.Block.Nodes[at.Index]);
                    var outcome = happened.EndsWith("=true", StringComparison.Ordinal) ? true
                        : happened.EndsWith("=false", StringComparison.Ordinal) ? false : (bool?)null;
                    if (shown == happened.Split('=')[0])
                    {
                        result.Add((at.Block, at.Index + 1, outcome));
                    }
                    else if (shown == null && seen.Add((at.Block, at.Index + 1, at.Outcome)))
                    {
                        stack.Push((at.Block, at.Index + 1, at.Outcome));
                    }

                    continue;
                }

                if (at.Block == graph.Exit && happened == "end" || at.Block == graph.PanicExit && happened == "panic")
                {
                    result.Add(at);
                }

                foreach (var edge in at.Block.Successors)
                {
                    if (at.Outcome is { } holds && edge.Kind is FlowEdgeKind.True or FlowEdgeKind.False
                        && (edge.Kind == FlowEdgeKind.True) != at.Outcome)
                    {
                        continue;
                    }

                    var outcome = edge.Kind is FlowEdgeKind.Jump ? at.Outcome : null;
                    if (seen.Add((edge.To, 0, outcome)))
                    {
                        stack.Push((edge.To, 0, outcome));
                    }
                }
            }

            return result;
        }

        private static string? Shown(FlowNode node)
        {
            var call = node.Syntax switch
            {
                ExprStmt { X: CallExpr c } => c,
                CallExpr c => c,
                _ => null,
            };
            return node.Kind != FlowNodeKind.RunDefers && call is { Fun: Ident { Name: "t" or "c" or "v" } name, Args: [BasicLit n] }
                ? name.Name + n.Value
                : null;
        }
    }
}
