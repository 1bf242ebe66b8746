using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>
/// Hashes some goroutines of a state with all they can reach, so that two have the same hash if they differ only in the
/// numbers of objects, goroutines and unknown inputs, in registers that are never read again, and in garbage. Objects and
/// unknown inputs are numbered in the order in which they are met (R. Iosif, "Symmetry reduction criteria for software model
/// checking", 2002). O(what can be reached).
/// </summary>
internal sealed class StateHasher
{
    private const int Large = 32;

    private readonly Dictionary<int, int> objects = [];
    private readonly Queue<int> unvisited = [];
    private readonly Dictionary<(string, long), int> unknowns = [];
    private readonly SiteNumbers sites;
    private readonly Heap fixedHeap;
    private readonly MachineState state;
    private readonly List<CounterPlace> counters = [];
    private Reachability? reach;
    private int index;
    private int depth;
    private Hash128 hash = Hash128.Begin();

    // The unknown values some of whose parts are pointers that were followed.
    private HashSet<UnknownValue>? followed;

    private StateHasher(MachineState state, Heap fixedHeap, SiteNumbers sites)
    {
        this.state = state;
        this.fixedHeap = fixedHeap;
        this.sites = sites;
    }

    /// <param name="state">The state.</param>
    /// <param name="goroutines">The indices of the goroutines.</param>
    /// <param name="fixedHeap">A heap whose objects, where the state shares them, are always the same.</param>
    /// <param name="sites">Numbers instructions; filled as they are met.</param>
    /// <param name="reach">What the goroutines can reach.</param>
    /// <param name="counters">
    /// The registers that only count rounds of loops, in an order that is the same for the same hash: of these the hash has
    /// only whether there is another round.
    /// </param>
    public static Hash128 Of(MachineState state, int[] goroutines, Heap fixedHeap,
        SiteNumbers sites, Reachability reach, out List<CounterPlace> counters)
    {
        var hasher = new StateHasher(state, fixedHeap, sites);
        var ordered = new (long Key, int Number, int Index)[goroutines.Length];
        for (var i = 0; i < ordered.Length; i++)
        {
            var goroutine = state.Goroutines[goroutines[i]];
            ordered[i] = (StackKey.Of(goroutine, hasher.sites.Of), goroutine.Number, goroutines[i]);
        }

        Array.Sort(ordered);
        foreach (var (_, _, index) in ordered)
        {
            hasher.index = index;
            hasher.Write(state.Goroutines[index]);
        }

        // What code uses without being handed it: variables of packages, and what lies behind those that are as they were.
        foreach (var changed in state.Heap.Changed.Concat(state.Heap.NewGlobals).Where(n => reach.IsReachable(goroutines, n)).Order())
        {
            hasher.WriteReference(changed);
        }

        while (hasher.unvisited.TryDequeue(out var number))
        {
            hasher.WriteObject(number);
        }

        hasher.WriteAssumptions();
        counters = hasher.counters;
        return hasher.hash;
    }

    /// <summary>
    /// A goroutine with all that only it can reach: two with the same hash can be exchanged without a difference. What others
    /// can reach too must be the same.
    /// </summary>
    public static Hash128 OfAlone(MachineState state, int goroutine, Heap fixedHeap, SiteNumbers sites,
        Reachability reach)
    {
        var hasher = new StateHasher(state, fixedHeap, sites) { reach = reach, index = goroutine };
        hasher.hash.Add(state.Goroutines[goroutine].CreatedAt is { } created ? hasher.sites.Of(created) : -1);
        hasher.Write(state.Goroutines[goroutine]);
        while (hasher.unvisited.TryDequeue(out var number))
        {
            hasher.WriteObject(number);
        }

        foreach (var counter in hasher.counters)
        {
            hasher.hash.Add(counter.RoundsLeft);
        }

        return hasher.hash;
    }

    private void Write(Goroutine goroutine)
    {
        hash.Add(goroutine.Top?.Depth ?? 0);
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            Write(frame, frame == goroutine.Top);
        }

        if (goroutine.Next is { } next)
        {
            hash.Add((long)next.Kind);
            Write(next.Target);
        }

        Write(goroutine.Cond);
        hash.Add(goroutine.IsNotified ? 1 : 0);
    }

    private void Write(Frame frame, bool isTop)
    {
        depth = frame.Depth;
        hash.Add(frame.Code.Number);
        hash.Add(frame.Place);
        if (frame.Code.Number < 0)
        {
            hash.Add(sites.Of(frame.Current.Source));
        }

        var liveness = frame.Code.Liveness;
        // A call's operands are no longer needed once it has begun; what runs deferred calls is executed again.
        var called = !isTop && frame.Current.Op == SsaOp.Call;
        var place = called ? frame.Place + 1 : frame.Place;
        var without = called ? frame.Current.Target : -1;
        for (var i = 0; i < frame.Registers.Length; i++)
        {
            if (i != without && liveness.IsLive(place, i))
            {
                hash.Add(i);
                if (frame.Code.Counters[i] is { } counter && !frame.Registers[i].IsUnknown)
                {
                    var left = counter.RoundsLeft(frame.Registers[i]);
                    counters.Add(new CounterPlace(index, frame.Depth, i, counter, left));
                    hash.Add(left > 0 ? 1 : 0);
                    continue;
                }

                Write(frame.Registers[i]);
            }
        }

        for (var call = frame.Defers; call != null; call = call.Before)
        {
            hash.Add(sites.Of(call.Source));
            Write(call.Function);
            foreach (var argument in call.Arguments)
            {
                Write(argument);
            }
        }

        for (var range = frame.Ranges; range != null; range = range.Before)
        {
            hash.Add(range.Register);
        }

        hash.Add(frame.IsDeferred ? 1 : 0);
        Write(frame.Ends);
        if (frame.Panic is { } panic)
        {
            hash.Add((panic.IsGoexit ? 1 : 0) | (panic.IsRecovered ? 2 : 0) | 4);
            Write(panic.Value);
        }
    }

    private void Write(Value value)
    {
        switch (value.Reference)
        {
            case null:
                hash.Add(value.Bits);
                break;
            case HeapTag:
                hash.Add(-2);
                WriteReference(value.Object);
                hash.Add(value.Offset);
                break;
            case GoString text:
                hash.Add(-3);
                hash.Add(text.Bytes);
                break;
            case GoSlice slice:
                hash.Add(-4);
                WriteReference(slice.Object);
                hash.Add(((long)slice.Offset << 32) | (uint)slice.Length);
                hash.Add(slice.Capacity);
                break;
            case InterfaceValue boxed:
                hash.Add(-5);
                hash.Add(boxed.Type.Number);
                Write(boxed.Value);
                break;
            case Value[] cells:
                hash.Add(-6);
                hash.Add(cells.Length);
                foreach (var cell in cells)
                {
                    Write(cell);
                }

                break;
            case UnknownValue unknown:
                hash.Add(-7);
                Write(unknown);
                break;
            case CodeValue code:
                hash.Add(-8);
                hash.Add(code.Code.Number);
                foreach (var captured in code.Captured)
                {
                    Write(captured);
                }

                break;
            case BoundMethod bound:
                hash.Add(-9);
                Write(Value.OfObject(bound.Method));
                Write(bound.Receiver);
                break;
            case DeclaredFunction declared:
                hash.Add(-10);
                hash.Add(declared.Function.FullName);
                break;
            case IntrinsicFunction intrinsic:
                hash.Add(-11);
                hash.Add(intrinsic.Intrinsic.Name);
                foreach (var one in intrinsic.Bound)
                {
                    Write(one);
                }

                break;
            case Iteration iteration:
                hash.Add(-12);
                Write(iteration.Of);
                hash.Add((iteration.Next << 1) | (iteration.IsChosen ? 1L : 0));
                Write(iteration.Key);
                Write(iteration.Item);
                foreach (var key in iteration.Keys)
                {
                    Write(key);
                }

                WriteSuspended(iteration);
                break;
            case YieldFunction yield:
                hash.Add(-16);
                hash.Add(yield.Depth);
                hash.Add(yield.Register);
                Write(yield.State);
                break;
            case NotANumber:
                hash.Add(-19);
                break;
            default:
                hash.Add(-13);
                hash.Add(value.Reference.GetHashCode());
                break;
        }
    }

    // The calls of a range over a function that go on after the body, down to the frame that has the loop.
    private void WriteSuspended(Iteration range)
    {
        Write(range.State);
        var within = depth;
        for (var frame = range.Suspended; frame != null && frame.Depth > within; frame = frame.Caller)
        {
            Write(frame, isTop: false);
        }

        depth = within;
        hash.Add(-17);
    }

    private void Write(UnknownValue unknown)
    {
        hash.Add(unknown.Name);
        if (unknown.Operands.Length == 0)
        {
            if (reach != null)
            {
                hash.Add(unknown.Number);
            }
            else if (!unknowns.TryGetValue((unknown.Name, unknown.Number), out var number))
            {
                number = unknowns.Count;
                unknowns.Add((unknown.Name, unknown.Number), number);
                hash.Add(number);
            }
            else
            {
                hash.Add(number);
            }
        }
        else
        {
            hash.Add(unknown.Number);
            foreach (var operand in unknown.Operands)
            {
                Write(operand);
            }
        }

        if (state.Pointees.TryGetValue(unknown, out var pointee))
        {
            WriteReference(pointee);
        }
    }

    private void WriteReference(int number)
    {
        if (reach?.IsShared(number) == true)
        {
            hash.Add(number);
            hash.Add(-15);
            return;
        }

        if (number < 0 || IsFixed(number))
        {
            hash.Add(number < 0 ? number : -number - (1L << 40));
            if (!IsFixed(number) && objects.TryAdd(number, objects.Count))
            {
                unvisited.Enqueue(number);
            }

            return;
        }

        if (!objects.TryGetValue(number, out var known))
        {
            known = objects.Count;
            objects.Add(number, known);
            unvisited.Enqueue(number);
        }

        hash.Add(known);
    }

    private bool IsFixed(int number) => state.Heap.Shares(fixedHeap, number);

    private void WriteObject(int number)
    {
        switch (state.Heap.Find(number))
        {
            case VariableObject { PlainCells: { } plain }:
                hash.Add(plain);
                break;
            case VariableObject variable:
                WriteCells(variable.Cells);
                break;
            case MapObject map:
                hash.Add(-20 - map.Count);
                foreach (var (key, item) in map.Items)
                {
                    Write(key);
                    Write(item);
                }

                break;
            case ChannelObject channel:
                hash.Add(((long)channel.Capacity << 8) | ((long)channel.Timer << 1) | (channel.IsClosed ? 1L : 0));
                foreach (var item in channel.Buffer)
                {
                    Write(item);
                }

                Write(channel.Callback);
                break;
            default:
                hash.Add(-14);
                break;
        }
    }

    private void WriteCells(Value[] cells)
    {
        hash.Add(cells.Length);
        for (var i = 0; i < cells.Length; i++)
        {
            Write(cells[i]);
            if (cells.Length > Large && LengthOfRun(cells, i) is > 1 and var length)
            {
                hash.Add(-18);
                hash.Add(length);
                i += length - 1;
            }
        }
    }

    // How many cells, from one on, are those of one variable of which nothing is known, in their order, up to one that was followed.
    private int LengthOfRun(Value[] cells, int from)
    {
        if (cells[from].Unknown is not { Operands: [{ Unknown: { } whole }] } first)
        {
            return 1;
        }

        followed ??= [.. state.Pointees.Keys.SelectMany(k => k.Operands).Where(o => o.IsUnknown).Select(o => o.Unknown!)];
        var isFollowed = followed.Contains(whole);
        var length = 1;
        while (from + length < cells.Length && cells[from + length].Unknown is { Operands: [var operand] } next
            && ReferenceEquals(operand.Reference, whole) && next.Number == first.Number + length && next.Name == first.Name
            && !(isFollowed && state.Pointees.ContainsKey(next)))
        {
            length++;
        }

        return length;
    }

    // What is assumed of inputs that nothing refers to any more makes no difference.
    private void WriteAssumptions()
    {
        if (state.Assumptions.IsEmpty)
        {
            return;
        }

        var relevant = new List<Hash128>();
        foreach (var (condition, is_) in state.Assumptions)
        {
            var of = Hash128.Begin();
            of.Add(is_ ? 1 : 0);
            if (TryAdd(condition, ref of))
            {
                relevant.Add(of);
            }
        }

        relevant.Sort();
        foreach (var of in relevant)
        {
            hash.Add(of);
        }
    }

    // False if it is about an input that was not met.
    private bool TryAdd(UnknownValue value, ref Hash128 to)
    {
        to.Add(value.Name);
        if (value.Operands.Length == 0)
        {
            if (!unknowns.TryGetValue((value.Name, value.Number), out var number))
            {
                return false;
            }

            to.Add(number);
            return true;
        }

        to.Add(value.Number);
        foreach (var operand in value.Operands)
        {
            if (operand.Unknown is { } inner)
            {
                if (!TryAdd(inner, ref to))
                {
                    return false;
                }
            }
            else if (operand.Reference == null)
            {
                to.Add(operand.Bits);
            }
            else
            {
                to.Add(operand.ToString());
            }
        }

        return true;
    }
}
