namespace Unpark.Explorer;

/// <summary>
/// Sets of goroutines whose next steps concern nobody else: no other goroutine can reach the objects of their operations, and
/// none will before one of these takes a step. Exploring the steps of one such set first is enough (P. Godefroid,
/// "Partial-Order Methods for the Verification of Concurrent Systems", 1996). Most often it is one goroutine whose operation
/// is on what only it can reach; otherwise, in groups of up to <see cref="MostGoroutines"/>, O(goroutines * objects).
/// </summary>
internal static class PersistentSets
{
    // In a larger group, looking at what each can reach takes longer than is saved.
    private const int MostGoroutines = 12;

    /// <summary>The smallest set that has a goroutine that can take a step, or none if that is all of them.</summary>
    /// <param name="state">The state.</param>
    /// <param name="group">The indices of the goroutines.</param>
    /// <param name="reach">What these can reach.</param>
    /// <param name="packages">The variables of packages at first.</param>
    /// <param name="moving">The numbers of the goroutines that can take a step.</param>
    /// <returns>Places in the group.</returns>
    public static int[] Smallest(MachineState state, int[] group, Reachability reach, PackageObjects packages, HashSet<int> moving)
    {
        var alone = Array.FindIndex(group, i => moving.Contains(state.Goroutines[i].Number) && IsAlone(state.Goroutines[i], reach));
        if (alone >= 0)
        {
            return [alone];
        }

        // Two of two are all.
        return group.Length is < 3 or > MostGoroutines ? [] : SmallestOfSeveral(state, group, packages, moving);
    }

    private static bool IsAlone(Goroutine goroutine, Reachability reach)
    {
        var next = goroutine.Next!;
        switch (next.Kind)
        {
            case OperationKind.Fork or OperationKind.RangeMap or OperationKind.Yield:
                return true;
            case OperationKind.Exit:
                return false;
        }

        foreach (var value in WaitedFor.By(goroutine))
        {
            if (value.IsUnknown || (value.IsHeap && (next.ReachesBehind ? reach.LeadsToShared(value.Object) : reach.IsShared(value.Object))))
            {
                return false;
            }
        }

        return true;
    }

    private static int[] SmallestOfSeveral(MachineState state, int[] group, PackageObjects packages, HashSet<int> moving)
    {
        var walk = new ObjectWalk(state, packages);
        var operands = Array.ConvertAll(group, i => ObjectsOf(state.Goroutines[i], walk));
        var wanted = operands.OfType<HashSet<int>>().SelectMany(o => o).ToHashSet();
        var users = wanted.ToDictionary(o => o, _ => new List<int>());
        for (var p = 0; p < group.Length; p++)
        {
            var place = p;
            var seen = new ObjectMarks(state.Heap);
            walk.From(state.Goroutines[group[p]], number =>
            {
                if (!seen.TrySet(number, 1))
                {
                    return false;
                }

                if (users.TryGetValue(number, out var list))
                {
                    list.Add(place);
                }

                return true;
            });
            if (walk.Others.Count > 0)
            {
                foreach (var (_, list) in users.Where(u => packages.IsReachedByOthers(u.Key) && !u.Value.Contains(place)))
                {
                    list.Add(place);
                }
            }
        }

        int[] smallest = [];
        for (var p = 0; p < group.Length; p++)
        {
            if (moving.Contains(state.Goroutines[group[p]].Number) && Closure(p, operands, users) is { } set
                && set.Count < (smallest.Length == 0 ? group.Length : smallest.Length))
            {
                smallest = [.. set.Order()];
            }
        }

        return smallest;
    }

    // All that can reach what one of them is about to use; null if that is not known.
    private static HashSet<int>? Closure(int first, HashSet<int>?[] operands, Dictionary<int, List<int>> users)
    {
        var set = new HashSet<int> { first };
        var work = new Stack<int>(set);
        while (work.TryPop(out var place))
        {
            if (operands[place] is not { } objects)
            {
                return null;
            }

            foreach (var user in objects.SelectMany(o => users[o]))
            {
                if (set.Add(user))
                {
                    work.Push(user);
                }
            }
        }

        return set;
    }

    // What an operation is about; null if it may be anything.
    private static HashSet<int>? ObjectsOf(Goroutine goroutine, ObjectWalk walk)
    {
        var next = goroutine.Next!;
        if (next.Kind == OperationKind.Exit)
        {
            return null;
        }

        var objects = new HashSet<int>();
        foreach (var value in WaitedFor.By(goroutine))
        {
            if (value.IsUnknown)
            {
                return null;
            }

            if (value.IsHeap && objects.Add(value.Object) && next.ReachesBehind)
            {
                walk.Behind(value.Object, objects.Add);
            }
        }

        return objects;
    }
}
