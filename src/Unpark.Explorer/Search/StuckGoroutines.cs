namespace Unpark.Explorer;

/// <summary>
/// Goroutines that nothing can help any more: what they wait for cannot be reached by any goroutine that can still run, or
/// that one of these can help. Source: the criterion of Go's goroutineleak profile (V. Saioc et al., "Dynamic partial
/// deadlock detection and recovery via garbage collection", 2025).
/// </summary>
internal static class StuckGoroutines
{
    /// <param name="state">The state.</param>
    /// <param name="footprints">Which variables of packages code may use.</param>
    /// <param name="steps">What can happen next.</param>
    /// <param name="isWhole">True if no other code uses the variables of packages.</param>
    /// <returns>Their indices.</returns>
    public static List<int> In(MachineState state, GlobalFootprints footprints, List<Step> steps, bool isWhole)
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

        var reached = Reachability.From(state, footprints, Enumerable.Range(0, live.Length).Where(i => live[i]));
        if (!isWhole)
        {
            Reachability.FromVariables(state, reached);
        }

        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < live.Length; i++)
            {
                if (!live[i] && WaitedFor.By(state.Goroutines[i]).Any(v => MayBeHelped(state, v, reached)))
                {
                    live[i] = true;
                    changed = true;
                    Reachability.From(state, footprints, [i], reached);
                }
            }
        }

        return [.. Enumerable.Range(0, live.Length).Where(i => !live[i])];
    }

    private static bool MayBeHelped(MachineState state, Value waitedFor, HashSet<int> reached) =>
        waitedFor.IsUnknown
        || (waitedFor.IsHeap && (reached.Contains(waitedFor.Object) || state.Heap.Find(waitedFor.Object) is { IsExternal: true }));
}
