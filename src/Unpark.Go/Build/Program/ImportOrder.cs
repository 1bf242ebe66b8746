namespace Unpark.Go.Build;

/// <summary>
/// The imports that were handed out, kept free of cycles: Go forbids them, and type checking relies on it. Packages
/// have ranks above those of all they import; a new import that would need a rank above itself is refused.
/// Safe to use from many threads.
/// </summary>
internal sealed class ImportOrder
{
    private readonly Lock gate = new();
    private readonly Dictionary<GoPackage, Node> nodes = [];

    /// <summary>Records an import; false if it closes a cycle. Amortized over ranks rising, O(1) for most.</summary>
    public bool TryAdd(GoPackage importer, GoPackage imported)
    {
        lock (gate)
        {
            var from = NodeOf(importer);
            var to = NodeOf(imported);
            if (from == to || (from.Rank <= to.Rank && !Raise(from, to)))
            {
                return false;
            }

            to.Importers.Add(from);
            return true;
        }
    }

    /// <summary>Forgets a package that is given up with all that imports it.</summary>
    public void Remove(GoPackage package)
    {
        lock (gate)
        {
            nodes.Remove(package);
        }
    }

    private static bool Raise(Node from, Node to)
    {
        var ranks = new Dictionary<Node, int> { [from] = to.Rank + 1 };
        var work = new Stack<Node>();
        work.Push(from);
        while (work.TryPop(out var node))
        {
            if (node == to)
            {
                return false;
            }

            var above = ranks[node] + 1;
            foreach (var importer in node.Importers)
            {
                if (ranks.GetValueOrDefault(importer, importer.Rank) < above)
                {
                    ranks[importer] = above;
                    work.Push(importer);
                }
            }
        }

        foreach (var (node, rank) in ranks)
        {
            node.Rank = rank;
        }

        return true;
    }

    private Node NodeOf(GoPackage package)
    {
        if (!nodes.TryGetValue(package, out var node))
        {
            nodes.Add(package, node = new Node());
        }

        return node;
    }

    private sealed class Node
    {
        public int Rank { get; set; }

        public HashSet<Node> Importers { get; } = [];
    }
}
