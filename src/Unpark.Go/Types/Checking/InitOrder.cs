using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// The order in which package-level variables are initialized. Source: Go specification, "Package initialization";
/// go/types initorder.go.
/// </summary>
internal static class InitOrder
{
    /// <summary>The order of a package of which everything is checked.</summary>
    public static ImmutableArray<Initializer> Compute(PackageChecker checker)
    {
        var nodes = DependencyGraph(checker);
        var queue = new SortedSet<GraphNode>(nodes, GraphNode.Order);
        var order = ImmutableArray.CreateBuilder<Initializer>();
        var emitted = new HashSet<DeclInfo>();
        while (queue.Min is { } node)
        {
            queue.Remove(node);
            foreach (var dependent in node.Dependents)
            {
                // The place in the queue depends on the count.
                var waiting = queue.Remove(dependent);
                dependent.Count--;
                if (waiting)
                {
                    queue.Add(dependent);
                }
            }

            if (node.Object is not Var variable)
            {
                continue;
            }

            var info = checker.DeclarationOf(variable);
            if (info.Init != null && emitted.Add(info))
            {
                order.Add(new Initializer(info.Lhs == null ? [variable] : [.. info.Lhs], info.Init));
            }
        }

        return order.DrainToImmutable();
    }

    // The graph of constants and variables; functions are taken out, what depends on one depends on what it depends on.
    private static List<GraphNode> DependencyGraph(PackageChecker checker)
    {
        var nodes = new Dictionary<GoObject, GraphNode>(ReferenceEqualityComparer.Instance);
        foreach (var obj in checker.Objects)
        {
            if (obj is Const or Var or Func)
            {
                nodes.Add(obj, new GraphNode(obj));
            }
        }

        foreach (var node in nodes.Values)
        {
            foreach (var dependency in checker.DeclarationOf(node.Object).Dependencies)
            {
                if (nodes.TryGetValue(dependency, out var other))
                {
                    node.Dependencies.Add(other);
                    other.Dependents.Add(node);
                }
            }
        }

        var values = new List<GraphNode>();
        var funcs = new List<GraphNode>();
        foreach (var node in nodes.Values)
        {
            (node.Object is Func ? funcs : values).Add(node);
        }

        // Removing a function joins all that depend on it with all it depends on: the cheap ones go first.
        funcs.Sort(static (a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : a.Object.Order.CompareTo(b.Object.Order));
        foreach (var func in funcs)
        {
            foreach (var dependent in func.Dependents)
            {
                if (ReferenceEquals(dependent, func))
                {
                    continue;
                }

                foreach (var dependency in func.Dependencies)
                {
                    if (!ReferenceEquals(dependency, func))
                    {
                        dependent.Dependencies.Add(dependency);
                        dependency.Dependents.Add(dependent);
                    }
                }

                dependent.Dependencies.Remove(func);
            }

            foreach (var dependency in func.Dependencies)
            {
                dependency.Dependents.Remove(func);
            }
        }

        foreach (var node in values)
        {
            node.Count = node.Dependencies.Count;
        }

        return values;
    }

    private sealed class GraphNode(GoObject obj)
    {
        /// <summary>Constants first, then what waits for the least, then by source order.</summary>
        public static readonly Comparer<GraphNode> Order = Comparer<GraphNode>.Create(static (a, b) =>
        {
            var constFirst = (b.Object is Const).CompareTo(a.Object is Const);
            if (constFirst != 0)
            {
                return constFirst;
            }

            var byCount = a.Count.CompareTo(b.Count);
            return byCount != 0 ? byCount : a.Object.Order.CompareTo(b.Object.Order);
        });

        public GoObject Object { get; } = obj;

        /// <summary>The nodes that depend on this one.</summary>
        public HashSet<GraphNode> Dependents { get; } = [];

        /// <summary>The nodes that this one depends on.</summary>
        public HashSet<GraphNode> Dependencies { get; } = [];

        /// <summary>How many dependencies are still to be initialized.</summary>
        public int Count { get; set; }

        public long Cost => (long)Dependents.Count * Dependencies.Count;
    }
}
