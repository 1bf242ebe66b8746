using System.Collections.Immutable;
using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>
/// Looks at the states that can be reached from one, those first that need the fewest preemptions (M. Musuvathi, S. Qadeer,
/// "Iterative context bounding for systematic testing of multithreaded programs", 2007), so that the schedule that is found
/// first for a state is one that is easy to follow. Three things keep them few. States that differ in names only are one (<see cref="StateHasher"/>).
/// Goroutines that share nothing are explored apart instead of in all combinations, and goroutines that are stuck for ever
/// are reported and left out. Steps that concern nobody else go before all others (<see cref="PersistentSets"/>),
/// unless they lead to nothing new.
/// </summary>
internal sealed class StateSearch
{
    // What it takes that a state has a goroutine, about.
    private const int CellsOfGoroutine = 32;

    private readonly Interpreter interpreter;
    private readonly PackageObjects packageObjects;
    private readonly Heap fixedHeap;
    private readonly ExplorationOptions options;
    private readonly SiteNumbers sites = new();
    private readonly Dictionary<Hash128, (int Number, long[] Rounds)> known = [];
    private readonly PriorityQueue<ExploredState, (int, int)> queue = new();
    private readonly List<SearchedState> reached = [];
    private readonly HashSet<(int, long)> roundsGone = [];
    private readonly Dictionary<(SsaInstruction?, SsaInstruction, string), LeakedGoroutine> leaks = [];
    private readonly List<LeakedGoroutine> found = [];
    private readonly SortedSet<string> panics = new(StringComparer.Ordinal);
    private readonly WaitRecorder? waits;
    private MemoryMeter meter = new();
    private bool isCut;
    private long executed;

    public StateSearch(Interpreter interpreter, PackageObjects packageObjects, ExplorationOptions options)
    {
        this.packageObjects = packageObjects;
        this.interpreter = interpreter;
        fixedHeap = packageObjects.Heap;
        waits = options.RecordsWaits ? new WaitRecorder(options.IsWholeProgram ? null : packageObjects) : null;
        this.options = options;
    }

    public ExplorationResult Run(MachineState first, CancellationToken cancellation)
    {
        Reach(first, null);
        meter = first.Heap.Meter;
        while (!IsAtLimit && queue.TryDequeue(out var node, out _))
        {
            cancellation.ThrowIfCancellationRequested();
            Expand(node);
        }

        var limits = ImmutableArray.CreateBuilder<string>();
        if (queue.Count > 0 || isCut)
        {
            limits.Add(executed >= options.MaxSteps ? $"more than {options.MaxSteps} steps"
                : reached.Count >= options.MaxStates ? $"more than {options.MaxStates} states" : $"more than {options.MaxMemory} cells of memory");
        }

        limits.AddRange(interpreter.Unsupported.Keys);
        if (limits.Count == 0 && options.RemembersStates)
        {
            foreach (var (goroutine, state) in EndlessStates.WaitingIn(reached))
            {
                Report(goroutine, reached[state].By);
            }
        }

        return new ExplorationResult([.. found.OrderBy(l => l.Schedule.Length)], reached.Count, executed, limits.Count == 0,
            limits.ToImmutable(), [.. panics])
        {
            Failures = [.. interpreter.Failures],
            Waits = waits?.Waits ?? [],
        };
    }

    private bool IsAtLimit =>
        reached.Count >= options.MaxStates || executed >= options.MaxSteps || meter.Cells >= options.MaxMemory;

    private void Expand(ExploredState node)
    {
        var steps = interpreter.Steps(node.State);
        if (node.First.Length > 0)
        {
            // Two that meet are both of them, or neither.
            var first = steps.FindAll(s => Array.IndexOf(node.First, s.Goroutine) >= 0);
            if (TakeAll(node, first, steps))
            {
                return;
            }

            steps.RemoveAll(first.Contains);
        }

        TakeAll(node, steps, steps);
    }

    // True if that led to a state that was not known.
    private bool TakeAll(ExploredState node, List<Step> steps, List<Step> among)
    {
        var isNew = false;
        foreach (var step in options.RemembersStates ? WithoutTwins(node, steps) : steps)
        {
            // A state may have thousands of steps.
            if (IsAtLimit)
            {
                isCut = true;
                return true;
            }

            isNew |= Take(node, step, among);
        }

        return isNew;
    }

    // Of goroutines that differ in names only, one stands for all.
    private static List<Step> WithoutTwins(ExploredState node, List<Step> steps)
    {
        var seen = new HashSet<Step>();
        return steps.FindAll(s => seen.Add(s with
        {
            Goroutine = node.TwinOf[s.Goroutine],
            Partner = s.Partner < 0 ? -1 : node.TwinOf[s.Partner],
            Option = node.State.Goroutines[s.Goroutine].Next!.Kind == OperationKind.CondSignal && s.Option >= 0
                ? node.TwinOf[node.State.Goroutines.FindIndex(g => g.Number == s.Option)] : s.Option,
        }));
    }

    private int[] TwinsIn(MachineState state, int[] group, Reachability reach)
    {
        var twins = new int[group.Length];
        var first = new Dictionary<Hash128, int>();
        for (var i = 0; i < twins.Length; i++)
        {
            twins[i] = i;
            if (group.Length > 1)
            {
                var hash = StateHasher.OfAlone(state, group[i], fixedHeap, sites, reach);
                if (!first.TryAdd(hash, i))
                {
                    twins[i] = first[hash];
                }
            }
        }

        return twins;
    }

    // True if a state was reached that was not known, or everything was done; not if the process has ended before that.
    private bool Take(ExploredState node, Step step, List<Step> among)
    {
        executed++;
        var record = Record(node, step, PreemptionsOf(node, step, among));
        var next = node.State.Clone();
        interpreter.Execute(next, step);
        return Reach(next, record);
    }

    // Going on with another goroutine although the last one could go on too is a preemption.
    private int PreemptionsOf(ExploredState node, Step step, List<Step> among)
    {
        var goroutines = node.State.Goroutines;
        var kind = goroutines[step.Goroutine].Next!.Kind;
        var assumes = kind == OperationKind.Fork || (kind == OperationKind.RangeMap && step.Option > 0) ? 1 : 0;
        if (reached[node.Number].By is not { } before)
        {
            return assumes;
        }

        if (assumes > 0)
        {
            // So that a loop on something unknown does not keep the search from everything else, nor the orders of a range.
            return before.Preemptions + 1;
        }

        if (goroutines[step.Goroutine].Number == before.Goroutine || goroutines[step.Goroutine].Number == before.Partner)
        {
            return before.Preemptions;
        }

        var couldGoOn = among.Exists(s => goroutines[s.Goroutine].Number == before.Goroutine
            || (s.Partner >= 0 && goroutines[s.Partner].Number == before.Goroutine));
        return before.Preemptions + (couldGoOn ? 1 : 0);
    }

    private static StepRecord Record(ExploredState node, Step step, int preemptions)
    {
        var goroutine = node.State.Goroutines[step.Goroutine];
        var partner = step.Partner >= 0 ? node.State.Goroutines[step.Partner] : null;
        return new StepRecord(node.Number, goroutine.Number, goroutine.Next!.Kind, goroutine.Top!.Current.Source, step.Option,
            partner?.Number ?? -1, partner?.Top!.Current.Source, step.PartnerOption, preemptions)
        {
            Place = Models.CallerOf(goroutine),
            PartnerPlace = partner == null ? null : Models.CallerOf(partner),
        };
    }

    private bool Reach(MachineState state, StepRecord? by)
    {
        if (state.End != null)
        {
            if (by != null)
            {
                reached[by.Before].MayEnd = true;
            }

            if (state.End.Panic is { } panic)
            {
                panics.Add(panic);
            }

            return false;
        }

        waits?.Add(state);
        var steps = interpreter.Steps(state);
        var stuck = StuckGoroutines.In(state, packageObjects, steps, options.IsWholeProgram);
        foreach (var index in stuck)
        {
            Report(state.Goroutines[index], by);
        }

        var moving = new HashSet<int>();
        foreach (var step in steps)
        {
            moving.Add(state.Goroutines[step.Goroutine].Number);
            if (step.Partner >= 0)
            {
                moving.Add(state.Goroutines[step.Partner].Number);
            }
        }

        if (stuck.Count > 0)
        {
            var gone = stuck.ToHashSet();
            var index = 0;
            state.Goroutines.RemoveAll(_ => gone.Contains(index++));
        }

        if (state.Goroutines.Count == 0)
        {
            return true;
        }

        var reach = Reachability.Of(state, packageObjects);
        var groups = reach.Groups();
        var isNew = false;
        foreach (var group in groups)
        {
            var hash = StateHasher.Of(state, group, fixedHeap, sites, reach, out var counters);
            if (options.RemembersStates)
            {
                if (known.TryGetValue(hash, out var before))
                {
                    if (by != null)
                    {
                        reached[by.Before].LeadsTo.Add(before.Number);
                        GoRound(state, by, before.Number, before.Rounds, counters);
                    }

                    continue;
                }

                known.Add(hash, (reached.Count, [.. counters.Select(c => c.RoundsLeft)]));
            }

            isNew = true;
            if (by != null)
            {
                reached[by.Before].LeadsTo.Add(reached.Count);
            }

            var first = options.ReducesOrders ? PersistentSets.Smallest(state, group, reach, packageObjects, moving) : [];
            var apart = state;
            if (groups.Count > 1)
            {
                apart = state.Clone();
                apart.Goroutines.Clear();
                foreach (var index in group)
                {
                    apart.Goroutines.Add(state.Goroutines[index]);
                }
            }

            var twins = TwinsIn(state, group, reach);
            var made = apart.Heap.End - fixedHeap.End;
            if (made > 64 && made > 2 * reach.ObjectCount)
            {
                Sweep(apart, reach);
            }

            meter.Cells += CellsOfGoroutine * apart.Goroutines.Count;

            // Those with as many preemptions are gone through depth first.
            queue.Enqueue(new ExploredState(apart, reached.Count, first, twins), (by?.Preemptions ?? 0, -reached.Count));
            reached.Add(Searched(apart, by));
        }

        return isNew;
    }

    // A state that is like an earlier one but for the rounds that loops have made, on a way that leads from that one to it:
    // the same way can be gone again and again. The state after the last time can be reached too.
    private void GoRound(MachineState state, StepRecord by, int before, long[] roundsBefore, List<CounterPlace> counters)
    {
        var times = long.MaxValue;
        long which = 0;
        for (var i = 0; i < counters.Count; i++)
        {
            var made = roundsBefore[i] - counters[i].RoundsLeft;
            if (made < 0)
            {
                return;
            }

            if (made > 0)
            {
                times = Math.Min(times, counters[i].RoundsLeft / made);
                which |= 1L << (i & 63);
            }
        }

        if (times is 0 or long.MaxValue || roundsGone.Contains((before, which)) || !Leads(before, by.Before))
        {
            return;
        }

        roundsGone.Add((before, which));

        var last = state.Clone();
        var loops = by.Loops.ToBuilder();
        for (var i = 0; i < counters.Count; i++)
        {
            var place = counters[i];
            var made = roundsBefore[i] - place.RoundsLeft;
            if (made > 0)
            {
                last.Advance(place, made * times);
                loops.Add(new LoopRounds(last.Goroutines[place.Goroutine].Number, place.Depth, place.Register, made * times));
            }
        }

        Reach(last, by with
        {
            Rounds = by.Rounds + times,
            Loops = loops.DrainToImmutable(),
            Again = by.Again.Add((before, times)),
        });
    }

    private bool Leads(int from, int to)
    {
        const int MaxVisited = 5000;
        var seen = new HashSet<int> { from };
        var work = new Stack<int>(seen);
        while (work.TryPop(out var number) && seen.Count < MaxVisited)
        {
            if (number == to)
            {
                return true;
            }

            foreach (var next in reached[number].LeadsTo)
            {
                if (seen.Add(next))
                {
                    work.Push(next);
                }
            }
        }

        return false;
    }

    private void Sweep(MachineState state, Reachability reach)
    {
        var variables = new ObjectMarks(state.Heap);
        new ObjectWalk(state, packageObjects).FromVariables(number => variables.TrySet(number, 1));
        state.Heap.Sweep(number => reach.IsReachable(number) || variables[number] != 0
            || state.Heap.Find(number) is { IsConstant: true });
        foreach (var (pointer, number) in state.Pointees)
        {
            if (state.Heap.Find(number) == null)
            {
                state.Pointees = state.Pointees.Remove(pointer);
            }
        }
    }

    private SearchedState Searched(MachineState state, StepRecord? by)
    {
        var searched = new SearchedState(by);
        var moving = new HashSet<int>();
        foreach (var step in interpreter.Steps(state))
        {
            moving.Add(step.Goroutine);
            moving.Add(step.Partner);
        }

        ObjectMarks? used = null;
        bool[]? helped = null;
        for (var i = 0; i < state.Goroutines.Count; i++)
        {
            var goroutine = state.Goroutines[i];
            var key = StackKey.Of(goroutine, sites.Of);
            if (moving.Contains(i))
            {
                searched.Moving.Add(key);
                continue;
            }

            helped ??= HelpFromOutside.In(state, packageObjects, moving, IsOthers);
            if (!helped[i])
            {
                searched.Waiting.Add((key, goroutine));
            }
        }

        return searched;

        bool IsOthers(Value value)
        {
            if (!value.IsHeap || state.Heap.Find(value.Object) is { IsExternal: true })
            {
                return value.IsHeap || value.IsUnknown;
            }

            if (options.IsWholeProgram)
            {
                return false;
            }

            if (used == null)
            {
                var marks = used = new ObjectMarks(state.Heap);
                new ObjectWalk(state, packageObjects).FromVariables(number => marks.TrySet(number, 1));
            }

            return used[value.Object] != 0 || packageObjects.Contains(value.Object);
        }
    }

    private void Report(Goroutine goroutine, StepRecord? by)
    {
        var reason = WaitReasons.Of(goroutine);
        var key = (goroutine.StartedFor, Models.CallerOf(goroutine), reason);
        if (leaks.ContainsKey(key))
        {
            return;
        }

        var leak = new LeakedGoroutine(reason, GoNames.StackOf(goroutine),
            goroutine.CreatedAt == null ? null : GoNames.FrameOf(goroutine.CreatedAt), ScheduleTo(by))
        {
            Goroutine = goroutine.Number,
            StartedFor = goroutine.StartedFor == null ? null : GoNames.FrameOf(goroutine.StartedFor),
        };
        leaks.Add(key, leak);
        found.Add(leak);
    }

    private ImmutableArray<ScheduleStep> ScheduleTo(StepRecord? last)
    {
        var ways = new List<StepRecord>();
        for (var by = last; by != null; by = reached[by.Before].By)
        {
            ways.Add(by);
        }

        ways.Reverse();
        var steps = ImmutableArray.CreateBuilder<ScheduleStep>(ways.Count);
        foreach (var by in ways)
        {
            steps.Add(new ScheduleStep(by.Goroutine, StepNames.Of(by), GoNames.FrameOf(by.Place), by.Partner < 0 ? null : by.Partner,
                by.PartnerPlace == null ? null : GoNames.FrameOf(by.PartnerPlace),
                new ScheduleChoice(by.Goroutine, by.Kind.ToString(), by.Option, by.Partner, by.PartnerOption) { Loops = by.Loops })
            {
                Again = [.. by.Again.Select(a => new RepeatedSteps(ways.FindIndex(w => w.Before == a.From), a.Times)).Where(r => r.First >= 0)],
            });
        }

        return steps.MoveToImmutable();
    }
}
