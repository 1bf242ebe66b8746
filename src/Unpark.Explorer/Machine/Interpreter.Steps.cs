using Unpark.Flow;

namespace Unpark.Explorer;

/// <content>
/// What can happen next. Two goroutines that meet at a channel without a buffer do so in one step. Whether a goroutine that
/// stands before an operation has begun to wait there cannot be told, as in Go: a select with a default may find it or not.
/// </content>
internal sealed partial class Interpreter
{
    /// <summary>All steps that are possible in a state. O(goroutines), quadratic where they meet at one channel.</summary>
    public List<Step> Steps(MachineState of)
    {
        var steps = StepsInPlace(of);
        // Looking at a variable of a package may have initialized that, in goroutines behind the others.
        of.Goroutines.RemoveAll(g => g.IsEnded);
        return steps;
    }

    private List<Step> StepsInPlace(MachineState of)
    {
        state = of;
        var steps = new List<Step>();
        var count = of.End == null ? of.Goroutines.Count : 0;
        for (var i = 0; i < count; i++)
        {
            StepsOf(i, steps);
        }

        return steps;
    }

    private void StepsOf(int index, List<Step> steps)
    {
        var of = state.Goroutines[index];
        if (of.Next is not { } next)
        {
            return;
        }

        switch (next.Kind)
        {
            case OperationKind.Send:
                if (CanSend(next.Target))
                {
                    steps.Add(new Step(index));
                }

                break;
            case OperationKind.Receive:
                AddReceives(index, 0, next.Target, true, steps);
                break;
            case OperationKind.Select:
                AddSelects(index, of, steps);
                break;
            case OperationKind.Fork:
                // Another goroutine may have asked meanwhile.
                var known = Conditions.Decide(state, next.Target.Unknown!);
                for (var option = 0; option < 2; option++)
                {
                    if (known == null || known == (option == 0 != next.Argument.Bool))
                    {
                        steps.Add(new Step(index, option));
                    }
                }

                break;
            case OperationKind.RangeMap:
                for (var key = 0; key < next.Arguments.Length; key++)
                {
                    steps.Add(new Step(index, key));
                }

                break;
            case OperationKind.CondSignal:
                var waiting = steps.Count;
                for (var i = 0; i < state.Goroutines.Count; i++)
                {
                    if (IsWaitingFor(state.Goroutines[i], next.Target))
                    {
                        steps.Add(new Step(index, state.Goroutines[i].Number));
                    }
                }

                if (steps.Count == waiting)
                {
                    steps.Add(new Step(index, -1));
                }

                break;
            default:
                if (IsReady(of, next))
                {
                    steps.Add(new Step(index));
                }

                break;
        }
    }

    private static bool IsWaitingFor(Goroutine goroutine, Value cond) =>
        !goroutine.IsNotified && goroutine.Cond.IsHeap && goroutine.Cond.Bits == cond.Bits;

    private bool IsReady(Goroutine of, Operation next)
    {
        switch (next.Kind)
        {
            case OperationKind.Lock:
                return !next.Target.IsHeap || LoadCell(next.Target).Bits == 0;
            case OperationKind.WriteLock or OperationKind.ReadLock:
                return !next.Target.IsHeap || (Part(next.Target, 1) == 0 && Part(next.Target, 2) == 0);
            case OperationKind.WriteLockWait:
                return Part(next.Target, 0) == 0;
            case OperationKind.GroupWait:
                return !next.Target.IsHeap || LoadCell(next.Target).Bits == 0;
            case OperationKind.OnceDo:
                return !next.Target.IsHeap || LoadCell(next.Target).Bits != 1;
            case OperationKind.CondWait:
                return of.IsNotified;
            case OperationKind.Sleep:
                return Straight == null || next.Target.Bits <= Straight.Now;
            case OperationKind.TimerStart:
                return Heap.Read<ChannelObject>(next.Target.Object) is { Timer: TimerState.Armed } timer && HasCome(timer);
            default:
                return true;
        }
    }

    private long Part(Value address, int cell) => LoadCell(Value.Pointer(address.Object, address.Offset + cell)).Bits;

    private bool CanSend(Value channel)
    {
        if (!channel.IsHeap)
        {
            return channel.IsUnknown;
        }

        var to = Heap.Read<ChannelObject>(channel.Object);
        return to.IsClosed || to.Buffer.Length < to.Capacity;
    }

    // Whether receiving succeeds whatever others do.
    private bool CanReceive(Value channel)
    {
        if (!channel.IsHeap)
        {
            return channel.IsUnknown;
        }

        var from = Heap.Read<ChannelObject>(channel.Object);
        return from.Timer switch
        {
            TimerState.None => from.IsClosed || from.Buffer.Length > 0,
            TimerState.Stopped => false,
            _ => HasCome(from),
        };
    }

    // Whether it does at once: not what is not known, and not a timer, of which nobody knows when it fires.
    private bool CanReceiveSurely(Value channel) => channel.IsHeap && CanReceive(channel)
        && Heap.Read<ChannelObject>(channel.Object).Timer == TimerState.None;

    // Whether a select can be waited in: it has no default, and no case that is ready for certain. Had it been waited in before, the
    // case that is ready now would have ended that.
    private bool CanWaitIn(Goroutine of, SsaSelect select)
    {
        foreach (var one in select.Cases)
        {
            if (one.Kind == SsaSelectKind.Default || (ChannelOf(of, one) is { IsHeap: true } channel
                && (one.Kind == SsaSelectKind.Send ? CanSend(channel) : CanReceiveSurely(channel))))
            {
                return false;
            }
        }

        return true;
    }

    // Of two that meet, one waits already.
    private void AddReceives(int index, int option, Value channel, bool canWait, List<Step> steps)
    {
        if (CanReceive(channel))
        {
            steps.Add(new Step(index, option));
            return;
        }

        if (!channel.IsHeap || Heap.Read<ChannelObject>(channel.Object) is not { Capacity: 0, Timer: TimerState.None })
        {
            return;
        }

        for (var i = 0; i < state.Goroutines.Count; i++)
        {
            var other = state.Goroutines[i];
            if (i == index || other.Next is not { } next)
            {
                continue;
            }

            if (next.Kind == OperationKind.Send && next.Target.IsHeap && next.Target.Object == channel.Object)
            {
                steps.Add(new Step(index, option, i));
            }
            else if (next.Kind == OperationKind.Select)
            {
                var select = (SsaSelect)other.Top!.Current.Source;
                if (!canWait && !CanWaitIn(other, select))
                {
                    continue;
                }

                for (var c = 0; c < select.Cases.Length; c++)
                {
                    if (select.Cases[c].Kind == SsaSelectKind.Send && ChannelOf(other, select.Cases[c]) is { IsHeap: true } sent
                        && sent.Object == channel.Object)
                    {
                        steps.Add(new Step(index, option, i, c));
                    }
                }
            }
        }
    }

    private void AddSelects(int index, Goroutine of, List<Step> steps)
    {
        var select = (SsaSelect)of.Top!.Current.Source;
        var canWait = CanWaitIn(of, select);
        var surely = false;
        var fallback = -1;
        for (var c = 0; c < select.Cases.Length; c++)
        {
            var one = select.Cases[c];
            switch (one.Kind)
            {
                case SsaSelectKind.Default:
                    fallback = c;
                    break;
                case SsaSelectKind.Send:
                    var channel = ChannelOf(of, one);
                    if (CanSend(channel))
                    {
                        surely |= channel.IsHeap;
                        steps.Add(new Step(index, c));
                    }

                    break;
                default:
                    var from = ChannelOf(of, one);
                    surely |= CanReceiveSurely(from);
                    AddReceives(index, c, from, canWait, steps);
                    break;
            }
        }

        if (fallback >= 0 && !surely)
        {
            steps.Add(new Step(index, fallback));
        }
    }

    /// <summary>The channel of a case of the select before which a goroutine stands.</summary>
    internal static Value ChannelOf(Goroutine of, SsaSelectCase one) => OperandOf(of.Top!, one.Operand);

    private static Value OperandOf(Frame frame, int index)
    {
        var operand = frame.Current.Operands[index];
        return operand >= 0 ? frame.Registers[operand] : frame.Code.Constants[~operand];
    }
}
