namespace Unpark.Flow;

/// <summary>Solves dataflow problems on a control-flow graph.</summary>
public static class DataflowSolver
{
    /// <summary>
    /// The least solution on the live blocks, with a worklist in reverse post-order, or post-order for facts that flow
    /// backward. O(blocks * height of the lattice) joins in practice.
    /// </summary>
    public static DataflowResult<TState> Solve<TState>(ControlFlowGraph graph, IDataflowProblem<TState> problem)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(problem);
        var forward = problem.Direction == FlowDirection.Forward;
        var near = new TState[graph.Blocks.Length];
        var far = new TState[graph.Blocks.Length];
        Array.Fill(near, problem.Bottom);
        Array.Fill(far, problem.Bottom);
        var order = graph.ReversePostOrder;
        var rank = new int[graph.Blocks.Length];
        var work = new PriorityQueue<FlowBlock, int>(order.Length);
        var queued = new bool[graph.Blocks.Length];
        for (var i = 0; i < order.Length; i++)
        {
            rank[order[i].Index] = forward ? i : order.Length - i;
            queued[order[i].Index] = true;
            work.Enqueue(order[i], rank[order[i].Index]);
        }

        var visited = new bool[graph.Blocks.Length];
        while (work.TryDequeue(out var block, out _))
        {
            queued[block.Index] = false;
            var state = problem.Bottom;
            if (forward ? block == graph.Entry : block.Successors.IsEmpty)
            {
                state = problem.Boundary(block);
            }

            foreach (var edge in forward ? block.Predecessors : block.Successors)
            {
                var other = forward ? edge.From : edge.To;
                if (other.IsLive)
                {
                    state = problem.Join(state, problem.Transfer(edge, far[other.Index]));
                }
            }

            var known = visited[block.Index] && problem.AreEqual(state, near[block.Index]);
            visited[block.Index] = true;
            if (known)
            {
                continue;
            }

            near[block.Index] = state;
            var result = problem.Transfer(block, state);
            if (problem.AreEqual(result, far[block.Index]))
            {
                continue;
            }

            far[block.Index] = result;
            foreach (var edge in forward ? block.Successors : block.Predecessors)
            {
                var other = forward ? edge.To : edge.From;
                if (other.IsLive && !queued[other.Index])
                {
                    queued[other.Index] = true;
                    work.Enqueue(other, rank[other.Index]);
                }
            }
        }

        return new DataflowResult<TState>(near, far);
    }
}
