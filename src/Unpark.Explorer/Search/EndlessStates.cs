namespace Unpark.Explorer;

/// <summary>
/// Goroutines that wait for ever while others run for ever: in a set of states that lead to one another and nowhere else (a
/// bottom strongly connected component), one that can take a step in none of them. O(states + ways between them); components
/// by R. Tarjan, "Depth-first search and linear graph algorithms", 1972.
/// </summary>
internal sealed class EndlessStates
{
    private readonly List<SearchedState> states;
    private readonly int[] index;
    private readonly int[] low;
    private readonly int[] component;
    private readonly Stack<int> open = new();
    private int count;
    private int components;

    private EndlessStates(List<SearchedState> states)
    {
        this.states = states;
        index = new int[states.Count];
        low = new int[states.Count];
        component = new int[states.Count];
        Array.Fill(component, -1);
        for (var i = 0; i < states.Count; i++)
        {
            if (index[i] == 0)
            {
                Visit(i);
            }
        }
    }

    /// <summary>The goroutines, each with the number of a state in which it waits.</summary>
    /// <param name="states">All states that can be reached, each one with where it leads to.</param>
    public static IEnumerable<(Goroutine Goroutine, int State)> WaitingIn(List<SearchedState> states)
    {
        var found = new EndlessStates(states);
        var members = new List<int>[found.components];
        for (var i = 0; i < states.Count; i++)
        {
            (members[found.component[i]] ??= []).Add(i);
        }

        foreach (var member in members)
        {
            if (found.IsEndless(member))
            {
                foreach (var waiting in WaitingIn(states, member))
                {
                    yield return waiting;
                }
            }
        }
    }

    private static IEnumerable<(Goroutine, int)> WaitingIn(List<SearchedState> states, List<int> members)
    {
        var moving = members.SelectMany(m => states[m].Moving).ToHashSet();
        var everywhere = members.Select(m => states[m].Waiting.Select(w => w.Key).ToHashSet())
            .Aggregate((a, b) => { a.IntersectWith(b); return a; });
        foreach (var (key, goroutine) in states[members[0]].Waiting)
        {
            if (everywhere.Remove(key) && !moving.Contains(key))
            {
                yield return (goroutine, members[0]);
            }
        }
    }

    private bool IsEndless(List<int> members)
    {
        var inside = component[members[0]];
        foreach (var member in members)
        {
            if (states[member].MayEnd || states[member].LeadsTo.Count == 0
                || states[member].LeadsTo.Any(n => component[n] != inside))
            {
                return false;
            }
        }

        return true;
    }

    // Without recursion: a path may be as long as there are states.
    private void Visit(int first)
    {
        var work = new Stack<(int State, IEnumerator<int> Next)>();
        Enter(first);
        while (work.TryPeek(out var top))
        {
            if (top.Next.MoveNext())
            {
                var next = top.Next.Current;
                if (index[next] == 0)
                {
                    Enter(next);
                }
                else if (component[next] < 0)
                {
                    low[top.State] = Math.Min(low[top.State], index[next]);
                }

                continue;
            }

            work.Pop();
            if (work.TryPeek(out var below))
            {
                low[below.State] = Math.Min(low[below.State], low[top.State]);
            }

            if (low[top.State] == index[top.State])
            {
                int member;
                do
                {
                    member = open.Pop();
                    component[member] = components;
                }
                while (member != top.State);
                components++;
            }
        }

        void Enter(int state)
        {
            index[state] = low[state] = ++count;
            open.Push(state);
            work.Push((state, ((IEnumerable<int>)states[state].LeadsTo).GetEnumerator()));
        }
    }
}
