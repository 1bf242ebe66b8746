namespace Unpark.Go.Build;

/// <summary>
/// When packages are needed for the last time, if groups of roots are worked through in order: a package may be given
/// up once all groups that reach it through imports are done. Safe to use from many threads.
/// </summary>
internal sealed class ReleasePlan
{
    private readonly Lock gate = new();
    private readonly List<string>[] endsAt;
    private readonly bool[] done;
    private int frontier;

    /// <summary>Makes the plan. O(imports among all packages reached), each looked at once.</summary>
    /// <param name="groups">How many groups there are.</param>
    /// <param name="importsOfGroup">The import paths that the roots of a group import, tests included.</param>
    /// <param name="importsOf">The import paths that a package imports.</param>
    public ReleasePlan(
        int groups, Func<int, IEnumerable<string>> importsOfGroup, Func<string, IEnumerable<string>> importsOf)
    {
        endsAt = new List<string>[groups];
        done = new bool[groups];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var work = new Stack<string>();
        // From the last group on backwards: the first that reaches a package is the last to need it.
        for (var i = groups - 1; i >= 0; i--)
        {
            endsAt[i] = [];
            Reach(importsOfGroup(i));
            while (work.TryPop(out var path))
            {
                endsAt[i].Add(path);
                Reach(importsOf(path));
            }
        }

        void Reach(IEnumerable<string> paths)
        {
            foreach (var path in paths)
            {
                if (seen.Add(path))
                {
                    work.Push(path);
                }
            }
        }
    }

    /// <summary>Records that a group is done.</summary>
    /// <returns>The import paths of the packages that no group still to be done reaches.</returns>
    public IReadOnlyList<string> Complete(int group)
    {
        var ended = new List<string>();
        lock (gate)
        {
            done[group] = true;
            for (; frontier < done.Length && done[frontier]; frontier++)
            {
                ended.AddRange(endsAt[frontier]);
            }
        }

        return ended;
    }
}
