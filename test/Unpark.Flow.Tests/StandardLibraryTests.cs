using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Flow.Tests;

public sealed class StandardLibraryTests
{
    [Fact]
    public void The_graphs_of_all_functions_of_std_are_sound()
    {
        var files = Directory.EnumerateFiles(Path.Combine(GoToolchain.Root, "src"), "*.go", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/testdata/", StringComparison.Ordinal) && !f.Contains("/src/cmd/", StringComparison.Ordinal));
        var functions = 0;
        var defects = new List<string>();
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, path =>
        {
            var tree = SyntaxTree.Parse(new SourceFile(path, File.ReadAllBytes(path)));
            foreach (var function in Functions.In(tree))
            {
                var graph = ControlFlowGraph.Build(function);
                Interlocked.Increment(ref functions);
                var here = GraphVerifier.Defects(graph);
                var dominators = DominatorTree.Dominators(graph);
                LoopNest.Compute(graph);
                if (graph.ReversePostOrder.Any(b => !dominators.Dominates(graph.Entry, b)))
                {
                    here.Add("the entry does not dominate everything");
                }

                lock (defects)
                {
                    defects.AddRange(here.Select(d => $"{path}:{tree.File.PositionOf(function.Pos)}: {d}"));
                }
            }
        });
        Assert.True(defects.Count == 0, string.Join("\n", defects.Take(20)));
        Assert.InRange(functions, 40_000, int.MaxValue);
    }

    [Fact]
    public void Deep_nesting_needs_no_stack()
    {
        var text = "package p\nfunc f(a bool) {\n" + string.Concat(Enumerable.Repeat("if a {\n", 9_000))
            + string.Concat(Enumerable.Repeat("}\n", 9_000)) + "}\n";
        var tree = Functions.Parse(text);
        Assert.All(Functions.In(tree), f => Assert.Empty(GraphVerifier.Defects(ControlFlowGraph.Build(f))));
        text = "package p\nfunc f(a bool) { if " + string.Join(" && ", Enumerable.Repeat("a", 20_000)) + " { } }\n";
        tree = Functions.Parse(text);
        Assert.All(Functions.In(tree), f => Assert.Empty(GraphVerifier.Defects(ControlFlowGraph.Build(f))));
    }
}
