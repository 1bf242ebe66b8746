namespace Unpark.Explorer;

/// <summary>
/// Which objects the goroutines of a state can reach, now or through variables of packages that their code may use, and so
/// which goroutines can have to do with one another. O(goroutines + objects).
/// </summary>
internal sealed class Reachability
{
    private readonly MachineState state;
    private readonly GlobalFootprints footprints;
    private readonly Dictionary<int, int> firstBy = [];
    private readonly HashSet<int> shared = [];
    private readonly int[] parent;

    private Reachability(MachineState state, GlobalFootprints footprints)
    {
        this.state = state;
        this.footprints = footprints;
        parent = new int[state.Goroutines.Count];
        for (var i = 0; i < parent.Length; i++)
        {
            parent[i] = i;
        }
    }

    /// <summary>How many objects can be reached.</summary>
    public int ObjectCount => firstBy.Count;

    public static Reachability Of(MachineState state, GlobalFootprints footprints)
    {
        var reach = new Reachability(state, footprints);
        for (var i = 0; i < state.Goroutines.Count; i++)
        {
            reach.Visit(i);
        }

        return reach;
    }

    /// <summary>The goroutines in groups that share nothing, by their indices.</summary>
    public IEnumerable<int[]> Groups() => Enumerable.Range(0, parent.Length).GroupBy(Find).Select(g => g.ToArray());

    /// <summary>True if more than one goroutine can reach an object.</summary>
    public bool IsShared(int number) => shared.Contains(number);

    /// <summary>True if any goroutine can.</summary>
    public bool IsReachable(int number) => firstBy.ContainsKey(number);

    /// <summary>The objects that some goroutines can reach.</summary>
    public static HashSet<int> From(MachineState state, GlobalFootprints footprints, IEnumerable<int> goroutines, HashSet<int>? into = null)
    {
        var reached = into ?? [];
        foreach (var index in goroutines)
        {
            Walk(state, footprints, index, reached.Add);
        }

        return reached;
    }

    /// <summary>Adds the objects that variables of packages lead to.</summary>
    public static void FromVariables(MachineState state, HashSet<int> into)
    {
        var work = new Stack<Value>();
        foreach (var number in state.Heap.Globals)
        {
            work.Push(Value.Pointer(number, 0));
        }

        while (work.TryPop(out var value))
        {
            if (!value.IsHeap)
            {
                References.Push(value, work);
            }
            else if (into.Add(value.Object) && state.Heap.Find(value.Object) is { } found)
            {
                References.Push(found, work);
            }
        }
    }

    private void Visit(int index)
    {
        var again = new List<int>();
        Walk(state, footprints, index, number =>
        {
            if (firstBy.TryAdd(number, index))
            {
                return true;
            }

            if (firstBy[number] != index)
            {
                parent[Find(index)] = Find(firstBy[number]);
                again.Add(number);
            }

            return false;
        });

        // What lies behind a shared object is shared.
        var work = new Stack<Value>();
        foreach (var number in again)
        {
            if (shared.Add(number) && state.Heap.Find(number) is { } found)
            {
                References.Push(found, work);
            }
        }

        while (work.TryPop(out var value))
        {
            if (!value.IsHeap)
            {
                References.Push(value, work);
            }
            else if (shared.Add(value.Object) && state.Heap.Find(value.Object) is { } found)
            {
                References.Push(found, work);
            }
        }
    }

    private int Find(int index)
    {
        while (parent[index] != index)
        {
            index = parent[index] = parent[parent[index]];
        }

        return index;
    }

    private static void Walk(MachineState state, GlobalFootprints footprints, int index, Func<int, bool> enter)
    {
        var work = new Stack<Value>();
        var goroutine = state.Goroutines[index];
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Roots.Push(goroutine, work);
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            Globals(frame.Code, footprints.Of(frame.Code));
        }

        while (work.TryPop(out var value))
        {
            switch (value.Reference)
            {
                case HeapTag:
                    var found = state.Heap.Find(value.Object);
                    if (found is not { IsConstant: true } && enter(value.Object) && found != null)
                    {
                        References.Push(found, work);
                    }

                    break;
                case CodeValue code:
                    Globals(code.Code, footprints.Of(code.Code));
                    References.Push(value, work);
                    break;
                case InterfaceValue boxed:
                    Globals(boxed.Type, footprints.Of(boxed.Type));
                    References.Push(value, work);
                    break;
                case UnknownValue unknown when state.Pointees.TryGetValue(unknown, out var pointee):
                    work.Push(Value.Pointer(pointee, 0));
                    break;
                default:
                    References.Push(value, work);
                    break;
            }
        }

        void Globals(object of, int[] numbers)
        {
            if (seen.Add(of))
            {
                foreach (var number in numbers)
                {
                    work.Push(Value.Pointer(number, 0));
                }
            }
        }
    }
}
