namespace Unpark.Explorer;

/// <summary>
/// Which objects the goroutines of a state can reach, and so which goroutines can have to do with one another.
/// O(goroutines + objects).
/// </summary>
internal sealed class Reachability
{
    private const int None = -1;
    private const int Several = -2;

    private readonly ObjectMarks firstBy;
    private readonly ObjectMarks shared;
    private readonly ObjectWalk walk;
    private readonly PackageObjects packages;
    private readonly int[] parent;
    private readonly bool[] reachesThoseOfOthers;
    private readonly Dictionary<int, int> firstToRun = [];
    private HashSet<int>? groupsThatRunOthers;

    // Who runs code of packages that are not explored: none, one, or several goroutines.
    private int runsOthers = None;

    private Reachability(MachineState state, PackageObjects packages)
    {
        this.packages = packages;
        firstBy = new ObjectMarks(state.Heap);
        shared = new ObjectMarks(state.Heap);
        walk = new ObjectWalk(state, packages);
        reachesThoseOfOthers = new bool[state.Goroutines.Count];
        parent = new int[state.Goroutines.Count];
        for (var i = 0; i < parent.Length; i++)
        {
            parent[i] = i;
        }
    }

    /// <summary>How many objects can be reached.</summary>
    public int ObjectCount => firstBy.Count;

    public static Reachability Of(MachineState state, PackageObjects packages)
    {
        var reach = new Reachability(state, packages);
        for (var i = 0; i < state.Goroutines.Count; i++)
        {
            reach.Visit(state.Goroutines[i], i);
        }

        if (reach.firstToRun.Count > 0)
        {
            // Which of these packages can reach which of their objects is not looked at.
            for (var i = 0; i < state.Goroutines.Count; i++)
            {
                if (reach.reachesThoseOfOthers[i])
                {
                    foreach (var other in reach.firstToRun.Values)
                    {
                        reach.Join(other, i);
                    }
                }
            }
        }

        return reach;
    }

    /// <summary>The goroutines in groups that share nothing, by their indices.</summary>
    public List<int[]> Groups() => [.. Enumerable.Range(0, parent.Length).GroupBy(Find).Select(g => g.ToArray())];

    /// <summary>True if more than one goroutine can reach an object.</summary>
    public bool IsShared(int number) => shared[number] != 0
        || (runsOthers != None && packages.IsReachedByOthers(number) && (runsOthers == Several || firstBy[number] - 1 != runsOthers));

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
        return found || (walk.Others.Count > 0 && parent.Length > 1);
    }

    /// <summary>True if any goroutine can.</summary>
    public bool IsReachable(int number) => firstBy[number] != 0;

    /// <summary>True if a goroutine of a group can reach an object.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    /// <param name="number">The object.</param>
    public bool IsReachable(int[] group, int number) => (firstBy[number] is > 0 and var first && Find(first - 1) == Find(group[0]))
        || (packages.IsReachedByOthers(number) && RunsOthers(group));

    private bool RunsOthers(int[] group)
    {
        groupsThatRunOthers ??= [.. firstToRun.Values.Select(Find)];
        return groupsThatRunOthers.Contains(Find(group[0]));
    }

    private void Visit(Goroutine goroutine, int index)
    {
        var again = new List<int>();
        walk.From(goroutine, number =>
        {
            reachesThoseOfOthers[index] |= packages.IsReachedByOthers(number);
            if (firstBy.TrySet(number, index + 1))
            {
                return true;
            }

            var first = firstBy[number] - 1;
            if (first >= 0 && first != index)
            {
                Join(index, first);
                again.Add(number);
            }

            return false;
        });

        if (walk.Others.Count > 0)
        {
            runsOthers = runsOthers == None ? index : Several;
            foreach (var other in walk.Others)
            {
                if (!firstToRun.TryAdd(other, index))
                {
                    Join(index, firstToRun[other]);
                }
            }
        }

        // What lies behind a shared object is shared.
        foreach (var number in again)
        {
            if (shared.TrySet(number, 1))
            {
                walk.Behind(number, n => shared.TrySet(n, 1));
                runsOthers = walk.Others.Count > 0 ? Several : runsOthers;
            }
        }
    }

    private void Join(int one, int other) => parent[Find(one)] = Find(other);

    private int Find(int index)
    {
        while (parent[index] != index)
        {
            index = parent[index] = parent[parent[index]];
        }

        return index;
    }
}
