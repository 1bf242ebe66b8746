using System.Runtime.InteropServices;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Propagates functions and types along the ways that values take: assignments, fields, elements, arguments, results. One node
/// stands for a value, a variable, a field of all structs of a type, or the elements of all containers of a type; new calls are
/// followed as they are found out. Source: Sundaresan et al., "Practical Virtual Method Call Resolution for Java" (variable
/// type analysis); golang.org/x/tools/go/callgraph/vta for which nodes Go needs.
/// </summary>
internal sealed class CallFlow
{
    /// <summary>The item that stands for whatever code that is not there may supply.</summary>
    public const int Unknown = 0;

    // Nodes such as all that is ever printed hold everything; what they hold tells nothing.
    private const int MostItems = 192;

    private readonly Dictionary<object, int> nodeOf = [];
    private readonly Dictionary<object, int> itemOf = [];
    private readonly List<object?> items = [null];
    private readonly List<HashSet<int>?> sets = [];
    private readonly List<List<int>?> next = [];
    private readonly List<List<Action<int>>?> listeners = [];
    private readonly Queue<(int Node, int Item)> work = new();

    /// <summary>The node of a key that is compared by its own equality.</summary>
    public int Node(object key)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(nodeOf, key, out var exists);
        if (!exists)
        {
            node = sets.Count;
            sets.Add(null);
            next.Add(null);
            listeners.Add(null);
        }

        return node;
    }

    /// <summary>The node of a key, or -1 if it was never used.</summary>
    public int Find(object key) => nodeOf.GetValueOrDefault(key, -1);

    /// <summary>The number of a function, bound method or type that flows.</summary>
    public int Item(object value)
    {
        ref var item = ref CollectionsMarshal.GetValueRefOrAddDefault(itemOf, value, out var exists);
        if (!exists)
        {
            item = items.Count;
            items.Add(value);
        }

        return item;
    }

    public object? Value(int item) => items[item];

    public IReadOnlyCollection<int> ItemsOf(int node) => node >= 0 && sets[node] is { } set ? set : [];

    public void Add(int node, int item)
    {
        var set = sets[node] ??= [];
        if (set.Count >= MostItems && item != Unknown)
        {
            item = Unknown;
        }

        if (set.Add(item))
        {
            work.Enqueue((node, item));
        }
    }

    public void Edge(int from, int to)
    {
        if (from == to)
        {
            return;
        }

        var list = next[from] ??= [];
        if (list.Count < 16 && list.Contains(to))
        {
            return;
        }

        list.Add(to);
        if (sets[from] is { } set)
        {
            foreach (var item in set.ToArray())
            {
                Add(to, item);
            }
        }
    }

    /// <summary>Calls back for each item a node has or gets.</summary>
    public void Listen(int node, Action<int> listener)
    {
        (listeners[node] ??= []).Add(listener);
        if (sets[node] is { } set)
        {
            foreach (var item in set.ToArray())
            {
                listener(item);
            }
        }
    }

    public void Run()
    {
        while (work.TryDequeue(out var change))
        {
            if (next[change.Node] is { } targets)
            {
                for (var i = 0; i < targets.Count; i++)
                {
                    Add(targets[i], change.Item);
                }
            }

            if (listeners[change.Node] is { } called)
            {
                for (var i = 0; i < called.Count; i++)
                {
                    called[i](change.Item);
                }
            }
        }
    }

    /// <summary>The node of the elements of all containers with one type of element.</summary>
    public readonly record struct ElementKey(ElementKind Kind, GoType Type)
    {
        public bool Equals(ElementKey other) => Kind == other.Kind && TypeIdentity.Comparer.Equals(Type, other.Type);

        public override int GetHashCode() => HashCode.Combine(Kind, TypeIdentity.Comparer.GetHashCode(Type));
    }

    /// <summary>What holds an element.</summary>
    public enum ElementKind : byte
    {
        Pointer,
        Slice,
        MapKey,
        MapValue,
        Channel,
    }

    /// <summary>A result of a function, or of a call.</summary>
    public readonly record struct ResultKey(object Of, int Index);

    /// <summary>The variable at an address that an instruction gives.</summary>
    public readonly record struct CellKey(SsaValue Address);

    /// <summary>The methods with one name of what a node holds.</summary>
    public readonly record struct DispatchKey(int Receiver, string Method);

    /// <summary>A method with its receiver bound.</summary>
    public sealed record BoundMethod(Func Method);

    /// <summary>A type that an interface value holds.</summary>
    public readonly record struct TypeItem(GoType Type)
    {
        public bool Equals(TypeItem other) => TypeIdentity.Comparer.Equals(Type, other.Type);

        public override int GetHashCode() => TypeIdentity.Comparer.GetHashCode(Type);
    }
}
