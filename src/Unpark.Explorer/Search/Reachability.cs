namespace Unpark.Explorer;

/// <summary>
/// Which objects the goroutines of a state can reach, and so which goroutines can have to do with one another.
/// O(goroutines + objects).
/// </summary>
internal sealed class Reachability
{
    private readonly ObjectMarks firstBy;
    private readonly ObjectMarks shared;
    private readonly ObjectWalk walk;
    private readonly int[] parent;

    private Reachability(MachineState state, GlobalFootprints footprints)
    {
        firstBy = new ObjectMarks(state.Heap);
        shared = new ObjectMarks(state.Heap);
        walk = new ObjectWalk(state, footprints);
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
            reach.Visit(state.Goroutines[i], i);
        }

        return reach;
    }

    /// <summary>The goroutines in groups that share nothing, by their indices.</summary>
    public List<int[]> Groups() => [.. Enumerable.Range(0, parent.Length).GroupBy(Find).Select(g => g.ToArray())];

    /// <summary>True if more than one goroutine can reach an object.</summary>
    public bool IsShared(int number) => shared[number] != 0;

    /// <summary>True if more than one goroutine can reach an object or any of those that it leads to.</summary>
    public bool LeadsToShared(int number)
    {
        if (IsShared(number))
        {
            return true;
        }

        var found = false;
        var seen = new HashSet<int>();
        walk.Behind(number, n =>
        {
            found |= IsShared(n);
            return !found && seen.Add(n);
        });
        return found;
    }

    /// <summary>True if any goroutine can.</summary>
    public bool IsReachable(int number) => firstBy[number] != 0;

    private void Visit(Goroutine goroutine, int index)
    {
        var again = new List<int>();
        walk.From(goroutine, number =>
        {
            if (firstBy.TrySet(number, index + 1))
            {
                return true;
            }

            var first = firstBy[number] - 1;
            if (first >= 0 && first != index)
            {
                parent[Find(index)] = Find(first);
                again.Add(number);
            }

            return false;
        });

        // What lies behind a shared object is shared.
        foreach (var number in again)
        {
            if (shared.TrySet(number, 1))
            {
                walk.Behind(number, n => shared.TrySet(n, 1));
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
}
