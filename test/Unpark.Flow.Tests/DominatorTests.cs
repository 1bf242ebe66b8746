using CsCheck;
using Unpark.Go.Syntax;

namespace Unpark.Flow.Tests;

public sealed class DominatorTests
{
    private static readonly Gen<ControlFlowGraph> Graphs = Gen.Int[0, 1_000_000].Select(seed =>
        ControlFlowGraph.Build(Functions.In(Functions.Parse("package p\n" + RandomFunction.Write("f", seed)))[0]));

    [Fact]
    public void A_block_is_dominated_by_what_every_way_to_it_passes() => Graphs.Sample(
        graph =>
        {
            var tree = DominatorTree.Dominators(graph);
            foreach (var d in graph.ReversePostOrder)
            {
                var reached = Reach([graph.Entry], b => b.Successors.Select(e => e.To), d);
                Assert.All(graph.ReversePostOrder, b => Assert.Equal(b == d || !reached.Contains(b), tree.Dominates(d, b)));
            }
        },
        iter: 100);

    [Fact]
    public void A_block_is_post_dominated_by_what_every_way_to_an_end_passes() => Graphs.Sample(
        graph =>
        {
            var tree = DominatorTree.PostDominators(graph);
            var ends = graph.ReversePostOrder.Where(b => b.Successors.IsEmpty).ToList();
            var toEnd = Reach(ends, b => b.Predecessors.Select(e => e.From).Where(f => f.IsLive), null);
            foreach (var d in graph.ReversePostOrder.Where(toEnd.Contains))
            {
                var reached = Reach(ends, b => b.Predecessors.Select(e => e.From).Where(f => f.IsLive), d);
                foreach (var b in graph.ReversePostOrder.Where(toEnd.Contains))
                {
                    Assert.Equal(b == d || !reached.Contains(b), tree.Dominates(d, b));
                }
            }
        },
        iter: 100);

    [Fact]
    public void A_block_is_in_a_loop_if_it_can_be_reached_from_itself() => Graphs.Sample(
        graph =>
        {
            var loops = LoopNest.Compute(graph);
            foreach (var block in graph.ReversePostOrder)
            {
                var again = Reach(block.Successors.Select(e => e.To), b => b.Successors.Select(e => e.To), null).Contains(block);
                Assert.Equal(again, loops.LoopOf(block) != null);
            }

            Assert.All(loops.Loops, l => Assert.True(l.Outer == null || l.Blocks.All(l.Outer.Blocks.Contains)));
        },
        iter: 100);

    [Fact]
    public void Facts_flow_forward_and_backward_to_the_least_solution() => Graphs.Sample(
        graph =>
        {
            var forward = DataflowSolver.Solve(graph, new Passed(FlowDirection.Forward));
            var backward = DataflowSolver.Solve(graph, new Passed(FlowDirection.Backward));
            var reached = graph.ReversePostOrder.ToDictionary(b => b,
                b => Reach([b], x => x.Successors.Select(e => e.To), null));
            foreach (var block in graph.ReversePostOrder)
            {
                var before = graph.ReversePostOrder.Where(b => reached[b].Contains(block));
                var after = reached[block];
                Assert.Equal(before.Select(b => b.Index).Order(), forward.After(block).Order());
                Assert.Equal(after.Select(b => b.Index).Order(), backward.After(block).Order());
            }
        },
        iter: 30);

    private static HashSet<FlowBlock> Reach(IEnumerable<FlowBlock> from, Func<FlowBlock, IEnumerable<FlowBlock>> next,
        FlowBlock? avoiding)
    {
        var seen = new HashSet<FlowBlock>(from.Where(b => b != avoiding));
        var stack = new Stack<FlowBlock>(seen);
        while (stack.TryPop(out var block))
        {
            foreach (var other in next(block))
            {
                if (other != avoiding && seen.Add(other))
                {
                    stack.Push(other);
                }
            }
        }

        return seen;
    }

    /// <summary>The blocks that some way passes.</summary>
    private sealed class Passed(FlowDirection direction) : IDataflowProblem<HashSet<int>>
    {
        public FlowDirection Direction => direction;

        public HashSet<int> Bottom { get; } = [];

        public HashSet<int> Boundary(FlowBlock block) => [];

        public HashSet<int> Join(HashSet<int> x, HashSet<int> y) => [.. x, .. y];

        public bool AreEqual(HashSet<int> x, HashSet<int> y) => x.SetEquals(y);

        public HashSet<int> Transfer(FlowBlock block, HashSet<int> state) => [.. state, block.Index];

        public HashSet<int> Transfer(FlowEdge edge, HashSet<int> state) => state;
    }
}
