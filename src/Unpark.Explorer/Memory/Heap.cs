namespace Unpark.Explorer;

/// <summary>
/// The objects of a state. Those made while the packages were initialized have negative numbers for variables of packages,
/// the others are numbered from 1 on. Copies share the objects until one of them changes one. A copy costs as much as the
/// objects made or changed since <see cref="Freeze"/>.
/// </summary>
internal sealed class Heap
{
    private static long lastOwner;

    // What was there when the heap was frozen; the arrays are never written to again.
    private HeapObject?[] frozen = [];
    private HeapObject?[] frozenGlobals = [];
    private int frozenEnd;

    // What there is instead of it in this copy, by number.
    private Dictionary<int, HeapObject>? instead;
    private bool ownsInstead;

    // From frozenEnd on.
    private HeapObject?[] objects;
    private HeapObject?[] globals;
    private long owner;
    private int next;
    private long made;

    public Heap()
    {
        objects = new HeapObject?[64];
        globals = [];
        owner = Interlocked.Increment(ref lastOwner);
        next = 1;
    }

    private Heap(Heap other)
    {
        objects = other.objects.AsSpan(0, Math.Min(other.objects.Length, other.next - other.frozenEnd + 16)).ToArray();
        globals = other.globals.Length == 0 ? [] : (HeapObject?[])other.globals.Clone();
        (frozen, frozenGlobals, frozenEnd) = (other.frozen, other.frozenGlobals, other.frozenEnd);
        instead = other.instead;
        other.ownsInstead = false;
        next = other.next;
        made = other.made;
        MaxCells = other.MaxCells;
        Meter = other.Meter;
        owner = Interlocked.Increment(ref lastOwner);
        // What both have now belongs to neither.
        other.owner = Interlocked.Increment(ref lastOwner);
    }

    /// <summary>How many cells may be made, those that are garbage by now included.</summary>
    public long MaxCells { get; set; } = 1 << 22;

    /// <summary>Counts what this heap and its copies take.</summary>
    public MemoryMeter Meter { get; set; } = new();

    /// <summary>The number after the largest one in use.</summary>
    public int End => next;

    /// <summary>One more than how many variables of packages there may be.</summary>
    public int GlobalEnd => Math.Max(globals.Length, frozenGlobals.Length) + 1;

    /// <summary>The number after the largest one that was in use when the heap was frozen; 0 if it was not.</summary>
    public int FrozenEnd => frozenEnd;

    /// <summary>The number of the state as the owner of what it makes.</summary>
    public long Owner => owner;

    public Heap Clone() => new(this);

    /// <summary>Keeps what there is now for all copies made later, so that they need not copy where it is. O(objects).</summary>
    public void Freeze()
    {
        var all = new HeapObject?[next];
        for (var i = 1; i < next; i++)
        {
            all[i] = Find(i);
        }

        var allGlobals = new HeapObject?[GlobalEnd - 1];
        for (var i = 0; i < allGlobals.Length; i++)
        {
            allGlobals[i] = Find(-i - 1);
        }

        (frozen, frozenGlobals, frozenEnd) = (all, allGlobals, next);
        (instead, ownsInstead) = (null, false);
        objects = new HeapObject?[16];
        globals = [];
        owner = Interlocked.Increment(ref lastOwner);
    }

    /// <summary>The numbers of what was there when the heap was frozen and is not as it was.</summary>
    public IEnumerable<int> Changed => instead?.Keys ?? Enumerable.Empty<int>();

    public int Add(HeapObject made)
    {
        if (next - frozenEnd == objects.Length)
        {
            Array.Resize(ref objects, objects.Length * 2);
        }

        objects[next - frozenEnd] = made;
        return next++;
    }

    /// <summary>A new variable.</summary>
    /// <returns>Its address.</returns>
    /// <exception cref="UnsupportedGoException">There are too many already.</exception>
    public Value Allocate(int cells)
    {
        Count(cells);
        return Value.Pointer(Add(new VariableObject(owner, new Value[cells])), 0);
    }

    /// <summary>A new variable with a value.</summary>
    /// <returns>Its address.</returns>
    /// <exception cref="UnsupportedGoException">There are too many already.</exception>
    public Value Allocate(Value[] cells)
    {
        Count(cells.Length);
        return Value.Pointer(Add(new VariableObject(owner, cells)), 0);
    }

    private void Count(int cells)
    {
        Meter.Cells += cells;
        if ((made += cells) > MaxCells)
        {
            throw new UnsupportedGoException($"more than {MaxCells} cells of memory");
        }
    }

    /// <summary>An object to read; null for a variable of a package that nothing was stored in yet.</summary>
    public HeapObject? Find(int number)
    {
        if (number > 0 && number >= frozenEnd)
        {
            return number < next ? objects[number - frozenEnd] : null;
        }

        if (instead != null && instead.TryGetValue(number, out var changed))
        {
            return changed;
        }

        return Frozen(number) ?? (number < 0 && -number <= globals.Length ? globals[-number - 1] : null);
    }

    /// <summary>An object to read.</summary>
    public T Read<T>(int number)
        where T : HeapObject => (T)Find(number)!;

    /// <summary>An object to change.</summary>
    public T Change<T>(int number)
        where T : HeapObject
    {
        if (Find(number) is not { } found)
        {
            return Read<T>(number);
        }

        if (found.Owner == owner)
        {
            (found as VariableObject)?.Touch();
            return (T)found;
        }

        var copy = found.Copy(owner);
        Meter.Cells += copy.Size;
        if (number >= frozenEnd)
        {
            objects[number - frozenEnd] = copy;
        }
        else if (Frozen(number) == null)
        {
            globals[-number - 1] = copy;
        }
        else
        {
            if (!ownsInstead)
            {
                instead = instead == null ? [] : new Dictionary<int, HeapObject>(instead);
                ownsInstead = true;
            }

            instead![number] = copy;
        }

        return (T)copy;
    }

    /// <summary>Makes a variable of a package if it is not there yet.</summary>
    public void MakeGlobal(int number, int cells)
    {
        if (Frozen(number) != null)
        {
            return;
        }

        var index = -number - 1;
        if (index >= globals.Length)
        {
            Array.Resize(ref globals, Math.Max(index + 1, globals.Length * 2));
        }

        globals[index] ??= new VariableObject(owner, new Value[cells]);
    }

    /// <summary>Says of the objects from a number on that nobody changes them.</summary>
    public void MarkConstant(int from)
    {
        for (var i = from; i < next; i++)
        {
            if (Find(i) is { } made)
            {
                made.IsConstant = true;
            }
        }
    }

    /// <summary>The numbers of the variables of packages that are there.</summary>
    public IEnumerable<int> Globals => Enumerable.Range(1, GlobalEnd - 1).Select(i => -i).Where(HasGlobal);

    /// <summary>The numbers of the variables of packages that were not there when the heap was frozen.</summary>
    public IEnumerable<int> NewGlobals => Enumerable.Range(1, globals.Length).Where(i => globals[i - 1] != null).Select(i => -i);

    public bool HasGlobal(int number) => Frozen(number) != null || (-number <= globals.Length && globals[-number - 1] != null);

    /// <summary>Gives up the objects that are not marked, but for those that were there when the heap was frozen.</summary>
    /// <param name="live">Whether an object is in use, by its number.</param>
    public void Sweep(Func<int, bool> live)
    {
        var last = Math.Max(frozenEnd - 1, 0);
        for (var i = last + 1; i < next; i++)
        {
            ref var place = ref objects[i - frozenEnd];
            if (place != null && !live(i))
            {
                place = null;
            }

            if (place != null)
            {
                last = i;
            }
        }

        next = last + 1;
    }

    /// <summary>True if an object is the same one in both.</summary>
    public bool Shares(Heap other, int number) => ReferenceEquals(Find(number), number < other.next ? other.Find(number) : null);

    private HeapObject? Frozen(int number) => number >= 0
        ? number < frozenEnd ? frozen[number] : null
        : -number <= frozenGlobals.Length ? frozenGlobals[-number - 1] : null;
}
