namespace Unpark.Flow;

/// <summary>
/// The strongly connected components of a graph of numbered nodes. Source: Tarjan, "Depth-First Search and Linear Graph
/// Algorithms"; without recursion.
/// </summary>
internal static class StrongComponents
{
    /// <summary>The components, each behind all those that it leads to. O(nodes + edges).</summary>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="next">The successors of each node.</param>
    /// <param name="allowed">The nodes to look at; null for all.</param>
    public static List<int[]> Compute(int nodes, IReadOnlyList<IReadOnlyList<int>> next, bool[]? allowed = null)
    {
        var found = new List<int[]>();
        var number = new int[nodes];
        var low = new int[nodes];
        var open = new bool[nodes];
        var path = new Stack<int>();
        var stack = new Stack<(int Node, int Next)>();
        var component = new List<int>();
        var count = 0;
        for (var start = 0; start < nodes; start++)
        {
            if (number[start] != 0 || allowed is { } && !allowed[start])
            {
                continue;
            }

            Enter(start);
            while (stack.TryPop(out var top))
            {
                var node = top.Node;
                if (top.Next < next[node].Count)
                {
                    stack.Push((node, top.Next + 1));
                    var to = next[node][top.Next];
                    if (allowed is { } && !allowed[to])
                    {
                        continue;
                    }

                    if (number[to] == 0)
                    {
                        Enter(to);
                    }
                    else if (open[to])
                    {
                        low[node] = Math.Min(low[node], number[to]);
                    }

                    continue;
                }

                if (stack.TryPeek(out var caller))
                {
                    low[caller.Node] = Math.Min(low[caller.Node], low[node]);
                }

                if (low[node] == number[node])
                {
                    component.Clear();
                    int member;
                    do
                    {
                        member = path.Pop();
                        open[member] = false;
                        component.Add(member);
                    }
                    while (member != node);

                    found.Add([.. component]);
                }
            }
        }

        return found;

        void Enter(int node)
        {
            number[node] = low[node] = ++count;
            open[node] = true;
            path.Push(node);
            stack.Push((node, 0));
        }
    }
}
