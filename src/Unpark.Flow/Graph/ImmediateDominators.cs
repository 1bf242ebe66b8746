namespace Unpark.Flow;

/// <summary>
/// The immediate dominators in a graph of numbered nodes. Source: Cooper, Harvey, Kennedy, "A Simple, Fast Dominance
/// Algorithm".
/// </summary>
internal static class ImmediateDominators
{
    /// <summary>
    /// The immediate dominator of each node, and of a start the number behind the last node: the root that all starts hang
    /// on. -1 for nodes that are not in the sequence. O(nodes * depth of loops) in practice.
    /// </summary>
    /// <param name="sequence">The nodes that can be reached, in reverse postorder.</param>
    /// <param name="before">The predecessors of each node.</param>
    /// <param name="starts">Where one may begin.</param>
    /// <param name="order">The place of each node in the sequence from 1; -1 for nodes that are not in it.</param>
    public static int[] Compute(ReadOnlySpan<int> sequence, List<int>[] before, bool[] starts, out int[] order)
    {
        var root = before.Length;
        var rank = new int[root + 1];
        var parent = new int[root + 1];
        Array.Fill(rank, -1);
        Array.Fill(parent, -1);
        rank[root] = 0;
        parent[root] = root;
        for (var i = 0; i < sequence.Length; i++)
        {
            rank[sequence[i]] = i + 1;
        }

        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var index in sequence)
            {
                var best = starts[index] ? root : -1;
                foreach (var other in before[index])
                {
                    if (rank[other] >= 0 && parent[other] >= 0)
                    {
                        best = best < 0 ? other : Intersect(best, other);
                    }
                }

                if (best >= 0 && parent[index] != best)
                {
                    parent[index] = best;
                    changed = true;
                }
            }
        }

        order = rank;
        return parent;

        int Intersect(int x, int y)
        {
            while (x != y)
            {
                while (rank[x] > rank[y])
                {
                    x = parent[x];
                }

                while (rank[y] > rank[x])
                {
                    y = parent[y];
                }
            }

            return x;
        }
    }
}
