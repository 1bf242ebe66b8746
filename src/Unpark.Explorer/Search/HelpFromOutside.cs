namespace Unpark.Explorer;

/// <summary>
/// Which goroutines code that is not explored may set going: those that wait for what it can reach, and those that these, or others
/// that share something with these, may then set going. O((goroutines + objects) * goroutines that are set going).
/// </summary>
internal sealed class HelpFromOutside
{
    private readonly MachineState state;
    private readonly PackageObjects packages;
    private readonly ObjectMarks reached;
    private readonly ObjectWalk walk;
    private readonly bool[] helped;
    private bool runsOthers;

    private HelpFromOutside(MachineState state, PackageObjects packages)
    {
        (this.state, this.packages) = (state, packages);
        reached = new ObjectMarks(state.Heap);
        walk = new ObjectWalk(state, packages);
        helped = new bool[state.Goroutines.Count];
    }

    /// <param name="state">The state.</param>
    /// <param name="packages">The variables of packages at first.</param>
    /// <param name="moving">The indices of goroutines that can take a step by themselves.</param>
    /// <param name="isOthers">Tells what a goroutine waits for that code which is not explored can reach.</param>
    /// <returns>True at their indices.</returns>
    public static bool[] In(MachineState state, PackageObjects packages, IReadOnlySet<int> moving, Func<Value, bool> isOthers)
    {
        var help = new HelpFromOutside(state, packages);
        for (var i = 0; i < help.helped.Length; i++)
        {
            if (!moving.Contains(i) && WaitedFor.By(state.Goroutines[i]).Any(isOthers))
            {
                help.Help(i);
            }
        }

        if (Array.IndexOf(help.helped, true) >= 0)
        {
            while (help.HelpOneMore(moving))
            {
            }
        }

        return help.helped;
    }

    private bool HelpOneMore(IReadOnlySet<int> moving)
    {
        for (var i = 0; i < helped.Length; i++)
        {
            if (!helped[i] && (moving.Contains(i) ? Shares(state.Goroutines[i]) : WaitedFor.By(state.Goroutines[i]).Any(v => v.IsHeap && IsReached(v.Object))))
            {
                Help(i);
                return true;
            }
        }

        return false;
    }

    private void Help(int index)
    {
        helped[index] = true;
        walk.From(state.Goroutines[index], number => reached.TrySet(number, 1));
        runsOthers |= walk.Others.Count > 0;
    }

    private bool Shares(Goroutine goroutine)
    {
        var shares = false;
        var seen = new HashSet<int>();
        walk.From(goroutine, number =>
        {
            shares |= IsReached(number);
            return !shares && seen.Add(number);
        });
        return shares || (runsOthers && walk.Others.Count > 0);
    }

    private bool IsReached(int number) => reached[number] != 0 || (runsOthers && packages.IsReachedByOthers(number));
}
