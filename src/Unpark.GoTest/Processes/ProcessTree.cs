using System.ComponentModel;
using System.Diagnostics;

namespace Unpark.GoTest;

/// <summary>A process and all that it has started, in so far as it is still there when it is looked for.</summary>
internal sealed class ProcessTree
{
    // How long the processes may take to end by themselves when they are told to, and how long the first one when it has no
    // others to wait for any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Process root;
    private readonly Dictionary<int, string> known = [];

    /// <summary>Makes the tree of a process, which is looked at later.</summary>
    public ProcessTree(Process root)
    {
        this.root = root;
    }

    /// <summary>The processes that the first one has started, and they in turn, and that run.</summary>
    public IReadOnlyList<int> Descendants()
    {
        var table = ProcessTable.Read();
        if (table.TryGetValue(root.Id, out var first))
        {
            known.TryAdd(root.Id, first.Started);
        }

        bool IsKnown(int number) => known.TryGetValue(number, out var started) && table.TryGetValue(number, out var now) && now.Started == started;
        for (var found = true; found;)
        {
            found = false;
            foreach (var (number, entry) in table)
            {
                if (!IsKnown(number) && IsKnown(entry.Parent))
                {
                    known[number] = entry.Started;
                    found = true;
                }
            }
        }

        return [.. known.Keys.Where(n => n != root.Id && IsKnown(n)).Order()];
    }

    /// <summary>
    /// Ends the processes as Ctrl-C does, so that they can clear away what they have made; those that are still there after a
    /// while are killed, the first one last, since it may clear away behind the others.
    /// </summary>
    public void Stop()
    {
        if (OperatingSystem.IsWindows())
        {
            KillAll();
            return;
        }

        var told = new HashSet<int>();
        if (!HasEnded(Patience, () => Tell(told)) && !HasEnded(LastPatience, Kill))
        {
            KillAll();
        }
    }

    // What is started meanwhile is told too.
    private void Tell(HashSet<int> told)
    {
        var others = Descendants();
        foreach (var number in (int[])[root.Id, .. others])
        {
            if (told.Add(number))
            {
                Signals.Send(number, Signals.Interrupt);
            }
        }
    }

    private void Kill()
    {
        foreach (var number in Descendants())
        {
            Signals.Send(number, Signals.Kill);
        }
    }

    private bool HasEnded(TimeSpan patience, Action each)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            do
            {
                each();
                if (root.WaitForExit(Pause) && Descendants().Count == 0)
                {
                    return true;
                }
            }
            while (Stopwatch.GetElapsedTime(start) < patience);
        }
        catch (InvalidOperationException)
        {
            // Nobody holds the process any more.
            return true;
        }

        return false;
    }

    private void KillAll()
    {
        try
        {
            root.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself meanwhile.
        }
    }
}
