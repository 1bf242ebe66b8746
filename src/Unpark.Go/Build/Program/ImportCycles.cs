namespace Unpark.Go.Build;

/// <summary>
/// Finds the import cycles among packages: sets of packages each of which imports all others, directly or not.
/// Tarjan's algorithm, without recursion: chains of imports may be as long as they like.
/// </summary>
internal static class ImportCycles
{
    /// <summary>
    /// Puts packages into order, what is imported before what imports it, and finds the cycles among them.
    /// </summary>
    /// <param name="count">How many packages there are.</param>
    /// <param name="importsOf">The packages a package imports, by number.</param>
    /// <param name="order">The numbers in order.</param>
    /// <returns>For each package the number of its cycle, or -1 if it is in none.</returns>
    public static int[] Find(int count, Func<int, IReadOnlyList<int>> importsOf, out int[] order)
    {
        var cycles = new int[count];
        var index = new int[count];
        var low = new int[count];
        var onStack = new bool[count];
        var next = 1;
        var cycleCount = 0;
        var sorted = new List<int>(count);
        var stack = new Stack<int>();
        var work = new Stack<(int Node, int Edge)>();
        Array.Fill(cycles, -1);
        // What nothing imports goes first, with all it needs just before it: then what only it needs has a short life.
        var isImported = new bool[count];
        for (var node = 0; node < count; node++)
        {
            foreach (var to in importsOf(node))
            {
                isImported[to] = true;
            }
        }

        for (var root = 0; root < 2 * count; root++)
        {
            if (index[root % count] == 0 && (root >= count || !isImported[root]))
            {
                Visit(root % count);
            }
        }

        order = [.. sorted];
        return cycles;

        void Visit(int root)
        {
            Begin(root);
            while (work.TryPop(out var frame))
            {
                var (node, edge) = frame;
                var imports = importsOf(node);
                if (edge > 0)
                {
                    low[node] = Math.Min(low[node], low[imports[edge - 1]]);
                }

                var descended = false;
                for (; edge < imports.Count; edge++)
                {
                    var to = imports[edge];
                    if (index[to] == 0)
                    {
                        work.Push((node, edge + 1));
                        Begin(to);
                        descended = true;
                        break;
                    }

                    if (onStack[to])
                    {
                        low[node] = Math.Min(low[node], index[to]);
                    }
                }

                if (!descended)
                {
                    End(node, imports);
                }
            }
        }

        void Begin(int node)
        {
            index[node] = low[node] = next++;
            onStack[node] = true;
            stack.Push(node);
            work.Push((node, 0));
        }

        void End(int node, IReadOnlyList<int> imports)
        {
            sorted.Add(node);
            if (low[node] != index[node])
            {
                return;
            }

            var isCycle = stack.Peek() != node || imports.Contains(node);
            int member;
            do
            {
                member = stack.Pop();
                onStack[member] = false;
                cycles[member] = isCycle ? cycleCount : -1;
            }
            while (member != node);
            cycleCount += isCycle ? 1 : 0;
        }
    }
}
