namespace Unpark.Explorer;

/// <summary>
/// Goroutines that nothing can help any more: what they wait for cannot be reached by any goroutine that can still run, or
/// that one of these can help. O(goroutines + objects). Source: the criterion of Go's goroutineleak profile (V. Saioc et al.,
/// "Dynamic partial deadlock detection and recovery via garbage collection", 2025).
/// </summary>
internal static class StuckGoroutines
{
    /// <param name="state">The state.</param>
    /// <param name="packages">The variables of packages at first.</param>
    /// <param name="steps">What can happen next.</param>
    /// <param name="isWhole">True if there is no other code that may use these variables.</param>
    /// <returns>Their indices, ascending.</returns>
    public static List<int> In(MachineState state, PackageObjects packages, List<Step> steps, bool isWhole)
    {
        var live = new bool[state.Goroutines.Count];
        foreach (var step in steps)
        {
            live[step.Goroutine] = true;
            if (step.Partner >= 0)
            {
                live[step.Partner] = true;
            }
        }

        if (Array.TrueForAll(live, l => l))
        {
            return [];
        }

        var waiting = new Dictionary<int, List<int>>();
        var helped = new Stack<int>();
        for (var i = 0; i < live.Length; i++)
        {
            if (live[i])
            {
                helped.Push(i);
                continue;
            }

            foreach (var value in WaitedFor.By(state.Goroutines[i]))
            {
                if (value.IsUnknown || (value.IsHeap && (state.Heap.Find(value.Object) is { IsExternal: true }
                    || (!isWhole && packages.Contains(value.Object)))))
                {
                    Help(i);
                }
                else if (value.IsHeap)
                {
                    if (!waiting.TryGetValue(value.Object, out var list))
                    {
                        waiting.Add(value.Object, list = []);
                    }

                    list.Add(i);
                }
            }
        }

        var reached = new ObjectMarks(state.Heap);
        var walk = new ObjectWalk(state, packages);
        if (!isWhole)
        {
            walk.FromVariables(Reach);
        }

        while (helped.TryPop(out var index))
        {
            walk.From(state.Goroutines[index], Reach);
            if (walk.Others.Count > 0)
            {
                foreach (var (_, list) in waiting.Where(w => packages.IsReachedByOthers(w.Key)))
                {
                    list.ForEach(Help);
                }
            }
        }

        var stuck = new List<int>();
        for (var i = 0; i < live.Length; i++)
        {
            if (!live[i])
            {
                stuck.Add(i);
            }
        }

        return stuck;

        void Help(int index)
        {
            if (!live[index])
            {
                live[index] = true;
                helped.Push(index);
            }
        }

        bool Reach(int number)
        {
            if (!reached.TrySet(number, 1))
            {
                return false;
            }

            if (waiting.TryGetValue(number, out var list))
            {
                list.ForEach(Help);
            }

            return true;
        }
    }
}
