namespace Unpark.Explorer;

/// <summary>
/// Goes from a goroutine to all objects it can reach, now or through variables of packages that its code may use. What the
/// standard library made for itself is left out. Of what packages that are not explored can reach it only visits what is not
/// as it was at first; the rest is known by <see cref="PackageObjects.IsReachedByOthers"/>.
/// </summary>
internal sealed class ObjectWalk(MachineState state, PackageObjects packages)
{
    private readonly Stack<Value> work = new();
    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<int> others = [];

    /// <summary>
    /// The packages that are not explored and that code may run which the last walk met, numbered as by
    /// <see cref="CodeLibrary.OthersOf"/>.
    /// </summary>
    public IReadOnlyCollection<int> Others => others;

    /// <summary>Visits the objects that a goroutine can reach.</summary>
    /// <param name="goroutine">The goroutine.</param>
    /// <param name="enter">Told the number of each object; if it returns false, the walk does not go through that one.</param>
    public void From(Goroutine goroutine, Func<int, bool> enter)
    {
        Clear();
        Roots.Push(goroutine, work);
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            PushVariables(frame.Code, packages.Footprints.Of(frame.Code));
        }

        Run(enter);
        if (others.Count > 0)
        {
            Push(packages.ChangedOfOthers(state.Heap));
            Run(enter);
        }
    }

    /// <summary>
    /// Visits the objects that variables of packages lead to, which code that is not explored may use; but not those that
    /// they led to at first and that are as they were. O(what was made or changed since, and lies behind).
    /// </summary>
    /// <param name="enter">As for a goroutine.</param>
    public void FromVariables(Func<int, bool> enter)
    {
        var heap = state.Heap;
        From(heap.Changed.Where(packages.Contains).Concat(heap.NewGlobals),
            number => !(packages.Contains(number) && heap.Shares(packages.Heap, number)) && enter(number));
    }

    /// <summary>Visits objects and what lies behind them.</summary>
    public void From(IEnumerable<int> numbers, Func<int, bool> enter)
    {
        Clear();
        Push(numbers);
        Run(enter);
    }

    /// <summary>Visits what lies behind an object.</summary>
    public void Behind(int number, Func<int, bool> enter)
    {
        Clear();
        if (state.Heap.Find(number) is { } found)
        {
            References.Push(found, work);
        }

        Run(enter);
    }

    private void Run(Func<int, bool> enter)
    {
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
                    PushVariables(code.Code, packages.Footprints.Of(code.Code));
                    References.Push(value, work);
                    break;
                case DeclaredFunction declared:
                    PushVariables(declared.Function, packages.Footprints.Of(declared));
                    break;
                case InterfaceValue boxed:
                    PushVariables(boxed.Type, packages.Footprints.Of(boxed.Type));
                    References.Push(value, work);
                    break;
                case UnknownValue unknown:
                    if (state.Pointees.TryGetValue(unknown, out var pointee))
                    {
                        work.Push(Value.Pointer(pointee, 0));
                    }

                    break;
                default:
                    References.Push(value, work);
                    break;
            }
        }
    }

    private void Clear()
    {
        seen.Clear();
        others.Clear();
    }

    private void Push(IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            work.Push(Value.Pointer(number, 0));
        }
    }

    private void PushVariables(object of, GlobalFootprint footprint)
    {
        if (!footprint.IsEmpty && seen.Add(of))
        {
            Push(footprint.Globals);
            others.UnionWith(footprint.Others);
        }
    }
}
