using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>
/// A program between two steps: its heap, its goroutines, and what is assumed of unknown values. <see cref="Clone"/> is
/// O(objects + goroutines) and shares what they hold.
/// </summary>
internal sealed class MachineState
{
    private MachineState(Heap heap, List<Goroutine> goroutines)
    {
        Heap = heap;
        Goroutines = goroutines;
    }

    public MachineState()
        : this(new Heap(), [])
    {
    }

    public Heap Heap { get; }

    /// <summary>Those that have not ended.</summary>
    public List<Goroutine> Goroutines { get; }

    /// <summary>The number of the next goroutine.</summary>
    public int NextGoroutine { get; set; }

    /// <summary>The number of the next unknown input.</summary>
    public int NextUnknown { get; set; }

    /// <summary>Conditions that were taken one way while packages were initialized: how else they might be is not looked at.</summary>
    public ImmutableDictionary<UnknownValue, bool> Given { get; private set; } = ImmutableDictionary<UnknownValue, bool>.Empty;

    /// <summary>Conditions that were taken one way since.</summary>
    public ImmutableDictionary<UnknownValue, bool> Assumptions { get; set; } = ImmutableDictionary<UnknownValue, bool>.Empty;

    /// <summary>The objects that unknown pointers point to, made when they are first followed.</summary>
    public ImmutableDictionary<UnknownValue, int> Pointees { get; set; } = ImmutableDictionary<UnknownValue, int>.Empty;

    /// <summary>The packages whose variables have been initialized.</summary>
    public ImmutableHashSet<string> Initialized { get; set; } = [];

    /// <summary>How the process has ended, or null.</summary>
    public ProgramEnd? End { get; set; }

    /// <summary>Says that packages are initialized: before the first goroutine.</summary>
    public void Freeze()
    {
        Heap.Freeze();
        Give(ImmutableDictionary<UnknownValue, bool>.Empty);
    }

    /// <summary>Takes as given what was assumed since.</summary>
    /// <param name="before">What had been assumed before.</param>
    public void Give(ImmutableDictionary<UnknownValue, bool> before)
    {
        if (Assumptions != before)
        {
            Given = Given.SetItems(Assumptions.Where(a => !before.ContainsKey(a.Key)));
            Assumptions = before;
        }
    }

    public MachineState Clone() => new(Heap.Clone(), [.. Goroutines])
    {
        NextGoroutine = NextGoroutine,
        NextUnknown = NextUnknown,
        Given = Given,
        Assumptions = Assumptions,
        Pointees = Pointees,
        Initialized = Initialized,
        End = End,
    };

    /// <summary>Lets a loop be some rounds further.</summary>
    public void Advance(CounterPlace place, long rounds)
    {
        var goroutine = Own(place.Goroutine);
        Frame? above = null;
        for (var frame = goroutine.Top!; ; above = frame, frame = frame.Caller!)
        {
            if (frame.Owner != Heap.Owner)
            {
                frame = frame.Copy(Heap.Owner);
                if (above != null)
                {
                    above.Caller = frame;
                }
            }

            if (frame.Depth == place.Depth)
            {
                frame.Registers[place.Register] = place.Counter.After(frame.Registers[place.Register], rounds);
                return;
            }
        }
    }

    /// <summary>A goroutine to change.</summary>
    public Goroutine Own(int index)
    {
        var goroutine = Goroutines[index];
        if (goroutine.Owner != Heap.Owner)
        {
            goroutine = goroutine.Copy(Heap.Owner);
            Goroutines[index] = goroutine;
        }

        if (goroutine.Top is { } top && top.Owner != Heap.Owner)
        {
            goroutine.Top = top.Copy(Heap.Owner);
        }

        return goroutine;
    }
}
