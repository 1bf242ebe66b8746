namespace Unpark.Explorer;

/// <summary>
/// The objects of a state. Those made while the packages were initialized have negative numbers for variables of packages,
/// the others are numbered from 1 on. Copies share the objects until one of them changes one.
/// </summary>
internal sealed class Heap
{
    private static long lastOwner;
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
        objects = other.objects.AsSpan(0, Math.Min(other.objects.Length, other.next + 16)).ToArray();
        globals = (HeapObject?[])other.globals.Clone();
        next = other.next;
        made = other.made;
        MaxCells = other.MaxCells;
        owner = Interlocked.Increment(ref lastOwner);
        // What both have now belongs to neither.
        other.owner = Interlocked.Increment(ref lastOwner);
    }

    /// <summary>How many cells may be made, those that are garbage by now included.</summary>
    public long MaxCells { get; set; } = 1 << 22;

    /// <summary>The number after the largest one in use.</summary>
    public int End => next;

    /// <summary>One more than how many variables of packages there may be.</summary>
    public int GlobalEnd => globals.Length + 1;

    /// <summary>The number of the state as the owner of what it makes.</summary>
    public long Owner => owner;

    public Heap Clone() => new(this);

    public int Add(HeapObject made)
    {
        if (next == objects.Length)
        {
            Array.Resize(ref objects, next * 2);
        }

        objects[next] = made;
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
        if ((made += cells) > MaxCells)
        {
            throw new UnsupportedGoException($"more than {MaxCells} cells of memory");
        }
    }

    /// <summary>An object to read; null for a variable of a package that nothing was stored in yet.</summary>
    public HeapObject? Find(int number)
    {
        if (number > 0)
        {
            return number < next ? objects[number] : null;
        }

        return -number <= globals.Length ? globals[-number - 1] : null;
    }

    /// <summary>An object to read.</summary>
    public T Read<T>(int number)
        where T : HeapObject => (T)Find(number)!;

    /// <summary>An object to change.</summary>
    public T Change<T>(int number)
        where T : HeapObject
    {
        ref var place = ref number > 0 ? ref objects[number] : ref globals[-number - 1];
        if (place!.Owner != owner)
        {
            place = place.Copy(owner);
        }

        return (T)place;
    }

    /// <summary>Makes a variable of a package if it is not there yet.</summary>
    public void MakeGlobal(int number, int cells)
    {
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
            if (objects[i] is { } made)
            {
                made.IsConstant = true;
            }
        }
    }

    /// <summary>The numbers of the variables of packages that are there.</summary>
    public IEnumerable<int> Globals => Enumerable.Range(1, globals.Length).Where(i => globals[i - 1] != null).Select(i => -i);

    public bool HasGlobal(int number) => -number <= globals.Length && globals[-number - 1] != null;

    /// <summary>Gives up the objects that are not marked.</summary>
    /// <param name="live">Whether an object is in use, by its number.</param>
    public void Sweep(Func<int, bool> live)
    {
        var last = 0;
        for (var i = 1; i < next; i++)
        {
            if (objects[i] != null && !live(i))
            {
                objects[i] = null;
            }

            if (objects[i] != null)
            {
                last = i;
            }
        }

        next = last + 1;
    }

    /// <summary>True if an object is the same one in both.</summary>
    public bool Shares(Heap other, int number) => ReferenceEquals(Find(number), number < other.next ? other.Find(number) : null);
}
