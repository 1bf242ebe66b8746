using Unpark.Flow;

namespace Unpark.Explorer;

/// <content>
/// The operations that others can see. Source: Go specification, "Send statements", "Receive operator", "Select statements",
/// "Close"; the documentation of sync, sync/atomic and time.
/// </content>
internal sealed partial class Interpreter
{
    private const long Running = 1;
    private const long Done = 2;

    /// <summary>Executes a step, and the goroutines that take part in it up to their next operations.</summary>
    public void Execute(MachineState of, Step step)
    {
        ExecuteInPlace(of, step);
        of.Goroutines.RemoveAll(g => g.IsEnded);
    }

    // Goroutines that have ended keep their places.
    private void ExecuteInPlace(MachineState of, Step step)
    {
        state = of;
        var partner = -1;
        if (step.Partner >= 0)
        {
            partner = step.Partner;
            Enter(partner);
            var sent = goroutine.Next!.Kind == OperationKind.Select
                ? OperandOf(frame, ((SsaSelect)frame.Current.Source).Cases[step.PartnerOption].Operand + 1)
                : goroutine.Next.Argument;
            if (goroutine.Next.Kind == OperationKind.Send && Heap.Find(goroutine.Next.Target.Object) is { IsExternal: true })
            {
                Expose(sent);
            }

            Complete(step.PartnerOption, default, default);
            Enter(step.Goroutine);
            Complete(step.Option, sent, Value.Of(true));
        }
        else
        {
            Enter(step.Goroutine);
            try
            {
                Perform(goroutine.Next!, step);
            }
            catch (GoPanicException e)
            {
                goroutine.Next = null;
                Unwind(new PanicRecord(PanicValue(e), false, false));
            }
            catch (UnsupportedGoException e)
            {
                GiveUp(e.Message);
            }
        }

        if (goroutine.Next == null)
        {
            Run(step.Goroutine);
        }

        if (partner >= 0)
        {
            Run(partner);
        }

        RunStarted();
    }

    private void Enter(int index)
    {
        goroutine = state.Own(index);
        frame = goroutine.Top!;
    }

    // The operation is done: on to the next instruction.
    private void Complete(int option, Value value, Value ok)
    {
        goroutine.Next = null;
        var current = frame.Current;
        switch (current.Op)
        {
            case SsaOp.Select:
                Set(current.Target, Value.OfObject(new[] { value, ok }));
                Take(current.Edges[option]);
                return;
            case SsaOp.Receive:
                Set(current.Target, value);
                Set(current.OkTarget, ok);
                break;
            case SsaOp.Call:
                Set(current.Target, value);
                break;
        }

        frame.Place++;
    }

    private void Perform(Operation operation, Step step)
    {
        switch (operation.Kind)
        {
            case OperationKind.Send:
                Send(operation.Target, operation.Argument);
                Complete(0, default, default);
                break;
            case OperationKind.Receive:
                var (received, ok) = Receive(operation.Target);
                Complete(0, received, ok);
                break;
            case OperationKind.Select:
                Select(step);
                break;
            case OperationKind.Close:
                Close(operation.Target);
                Complete(0, default, default);
                break;
            case OperationKind.Fork:
                state.Assumptions = state.Assumptions.SetItem(operation.Target.Unknown!,
                    step.Option == 0 != operation.Argument.Bool);
                goroutine.Next = null;
                break;
            case OperationKind.RangeMap:
                ChooseKey(operation.Arguments, step.Option);
                goroutine.Next = null;
                break;
            case OperationKind.Continue:
                goroutine.Next = null;
                break;
            case OperationKind.TimerStart:
                Heap.Change<ChannelObject>(operation.Target.Object).Timer = TimerState.Stopped;
                goroutine.Next = null;
                break;
            case OperationKind.OnceDo:
                Once(operation);
                break;
            case OperationKind.WriteLock:
                WriteLock(operation);
                break;
            case OperationKind.Exit when IsTestMain():
                goroutine.Top = null;
                break;
            case OperationKind.Exit:
                state.End = new ProgramEnd(operation.Intrinsic!.Name == "os.Exit" ? (int)operation.Target.Bits : 1, null);
                break;
            default:
                Complete(0, Call(operation, step), default);
                break;
        }
    }

    private bool IsTestMain()
    {
        var first = frame;
        while (first.Caller is { } caller)
        {
            first = caller;
        }

        return first.Code.Name == "testing.runMain";
    }

    private Value Call(Operation operation, Step step)
    {
        var target = operation.Target;
        if (!target.IsHeap && operation.Kind is not (OperationKind.Atomic or OperationKind.Yield or OperationKind.Sleep))
        {
            return target.IsUnknown ? Fresh("result") : throw new GoPanicException(NilDereference);
        }

        switch (operation.Kind)
        {
            case OperationKind.Lock:
                StoreCell(target, Value.Of(1L));
                return default;
            case OperationKind.TryLock:
                var free = LoadCell(target).Bits == 0;
                StoreCell(target, Value.Of(1L));
                return Value.Of(free);
            case OperationKind.WriteLockWait:
                StoreCell(Cell(target, 1), Value.Of(1L));
                StoreCell(Cell(target, 2), Value.Of(0L));
                return default;
            case OperationKind.TryWriteLock:
                var unused = Part(target, 0) == 0 && Part(target, 1) == 0 && Part(target, 2) == 0;
                if (unused)
                {
                    StoreCell(Cell(target, 1), Value.Of(1L));
                }

                return Value.Of(unused);
            case OperationKind.ReadLock:
                StoreCell(target, Value.Of(Part(target, 0) + 1));
                return default;
            case OperationKind.TryReadLock:
                var readable = Part(target, 1) == 0 && Part(target, 2) == 0;
                if (readable)
                {
                    StoreCell(target, Value.Of(Part(target, 0) + 1));
                }

                return Value.Of(readable);
            case OperationKind.GroupAdd:
                AddToGroup(target, operation.Argument);
                return default;
            case OperationKind.CondAdd:
                goroutine.Cond = target;
                goroutine.IsNotified = false;
                return default;
            case OperationKind.CondWait:
                goroutine.Cond = default;
                goroutine.IsNotified = false;
                return default;
            case OperationKind.CondSignal:
                Notify(target, step.Option);
                return default;
            case OperationKind.CondBroadcast:
                Notify(target, null);
                return default;
            case OperationKind.TimerStop:
                return Value.Of(StopTimer(target));
            case OperationKind.TimerReset:
                return Value.Of(ResetTimer(target));
            case OperationKind.Atomic:
                return Atomic(operation);
            case OperationKind.GroupWait or OperationKind.Yield or OperationKind.Sleep:
                return default;
            default:
                Release(operation.Kind, target);
                return default;
        }
    }

    private static Value Cell(Value address, int cell) => Value.Pointer(address.Object, address.Offset + cell);

    private void Send(Value channel, Value value)
    {
        if (channel.IsUnknown)
        {
            Expose(value);
            return;
        }

        var to = Heap.Change<ChannelObject>(channel.Object);
        if (to.IsClosed)
        {
            throw Plain("send on closed channel");
        }

        if (to.IsExternal)
        {
            Expose(value);
        }

        to.Buffer = [.. to.Buffer, value];
    }

    private (Value Value, Value Ok) Receive(Value channel)
    {
        if (channel.IsUnknown)
        {
            return (Fresh("received"), Fresh("open"));
        }

        var from = Heap.Change<ChannelObject>(channel.Object);
        if (from.Timer != TimerState.None)
        {
            from.Timer = from.Timer == TimerState.Armed ? TimerState.Stopped : from.Timer;
            from.Deadline += from.Period;
            return (Straight != null ? from.Elem.Zero() : UnknownOf(from.Elem, "time"), Value.Of(true));
        }

        if (from.Buffer.Length == 0)
        {
            return (from.Elem.Zero(), Value.Of(false));
        }

        var first = from.Buffer[0];
        from.Buffer = from.Buffer[1..];
        return (first, Value.Of(true));
    }

    private void Select(Step step)
    {
        var select = (SsaSelect)frame.Current.Source;
        var chosen = select.Cases[step.Option];
        Value value = default, ok = default;
        switch (chosen.Kind)
        {
            case SsaSelectKind.Send:
                Send(ChannelOf(goroutine, chosen), OperandOf(frame, chosen.Operand + 1));
                break;
            case SsaSelectKind.Receive:
                (value, ok) = Receive(ChannelOf(goroutine, chosen));
                break;
        }

        Complete(step.Option, value, ok);
    }

    private void Close(Value channel)
    {
        if (channel.IsUnknown)
        {
            return;
        }

        if (!channel.IsHeap)
        {
            throw Plain("close of nil channel");
        }

        var closed = Heap.Change<ChannelObject>(channel.Object);
        if (closed.IsClosed)
        {
            throw Plain("close of closed channel");
        }

        closed.IsClosed = true;
    }

    /// <summary>Closes a channel within a step.</summary>
    internal void CloseNow(Value channel) => Close(channel);

    // A panic of the runtime whose text has no "runtime error" before it.
    private static GoPanicException Plain(string text) => new(text, RuntimePanic.Plain);

    /// <summary>
    /// Gives a lock back, or takes one from a counter. Nobody can be kept from anything by that: it is part of the step before
    /// (R. J. Lipton, "Reduction: a method of proving properties of parallel programs", 1975), unless someone tries locks.
    /// </summary>
    /// <returns>False if it is another operation.</returns>
    private bool Release(OperationKind kind, Value target)
    {
        if (kind is not (OperationKind.Unlock or OperationKind.ReadUnlock or OperationKind.WriteUnlock or OperationKind.GroupDone))
        {
            return false;
        }

        if (!target.IsHeap)
        {
            return target.IsUnknown ? true : throw new GoPanicException(NilDereference);
        }

        switch (kind)
        {
            case OperationKind.Unlock:
                if (LoadCell(target).Bits == 0)
                {
                    Fatal("sync: unlock of unlocked mutex");
                }

                StoreCell(target, Value.Of(0L));
                break;
            case OperationKind.WriteUnlock:
                if (Part(target, 1) == 0)
                {
                    Fatal("sync: Unlock of unlocked RWMutex");
                }

                StoreCell(Cell(target, 1), Value.Of(0L));
                break;
            case OperationKind.ReadUnlock:
                if (Part(target, 0) == 0)
                {
                    Fatal("sync: RUnlock of unlocked RWMutex");
                }

                StoreCell(target, Value.Of(Part(target, 0) - 1));
                break;
            default:
                AddToGroup(target, Value.Of(-1L));
                break;
        }

        return true;
    }

    // What no deferred call can recover from.
    private void Fatal(string text) => state.End = new ProgramEnd(2, "fatal error: " + text);

    private void AddToGroup(Value group, Value number)
    {
        var now = LoadCell(group);
        if (number.IsUnknown || now.IsUnknown)
        {
            throw new UnsupportedGoException("a WaitGroup with an unknown counter");
        }

        if (now.Bits + number.Bits < 0)
        {
            throw Plain("sync: negative WaitGroup counter");
        }

        StoreCell(group, Value.Of(now.Bits + number.Bits));
    }

    /// <summary>Starts a goroutine that a group counts.</summary>
    internal void GroupGo(Value group, Value function, SsaInstruction source)
    {
        AddToGroup(group, Value.Of(1L));
        var site = new CallSite { Kind = SsaCallKind.Value, Result = Go.Types.TupleType.Empty };
        Spawn(function, site, [], source, group);
    }

    // A frame whose end someone waits for has ended: the function of a Once, or a goroutine of a WaitGroup.
    private void EndOf(Value cell)
    {
        var type = LoadCell(cell);
        if (goroutine.Top == null)
        {
            StoreCell(cell, Value.Of(type.Bits - 1));
        }
        else
        {
            StoreCell(cell, Value.Of(Done));
        }
    }

    private void Once(Operation operation)
    {
        if (!operation.Target.IsHeap)
        {
            Complete(0, default, default);
            return;
        }

        if (LoadCell(operation.Target).Bits == Done)
        {
            Complete(0, default, default);
            return;
        }

        var arguments = Array.Empty<Value>();
        goroutine.Next = null;
        if (Target(operation.Argument, null, ref arguments) is CodeValue code)
        {
            StoreCell(operation.Target, Value.Of(Running));
            Push(code, arguments).Ends = operation.Target;
        }
        else
        {
            StoreCell(operation.Target, Value.Of(Done));
            Complete(0, default, default);
        }
    }

    private void WriteLock(Operation operation)
    {
        if (!operation.Target.IsHeap)
        {
            Complete(0, Call(operation, new Step(0)), default);
        }
        else if (Part(operation.Target, 0) == 0)
        {
            StoreCell(Cell(operation.Target, 1), Value.Of(1L));
            Complete(0, default, default);
        }
        else
        {
            StoreCell(Cell(operation.Target, 2), Value.Of(1L));
            goroutine.Next = operation with { Kind = OperationKind.WriteLockWait };
        }
    }

    // Wakes one goroutine, or all.
    private void Notify(Value cond, int? number)
    {
        for (var i = 0; i < state.Goroutines.Count; i++)
        {
            if (IsWaitingFor(state.Goroutines[i], cond) && (number == null || state.Goroutines[i].Number == number))
            {
                state.Own(i).IsNotified = true;
            }
        }
    }

    private Value Atomic(Operation operation)
    {
        var name = operation.Intrinsic!.Name;
        var what = name[(name.LastIndexOf('.') + 1)..];
        if (what == "atomically")
        {
            return default;
        }

        var address = operation.Target;
        if (!address.IsHeap)
        {
            return address.IsUnknown ? Fresh("atomic") : throw new GoPanicException(NilDereference);
        }

        var arguments = operation.Arguments;
        var old = LoadCell(address);
        var types = operation.Site!.ArgumentTypes;
        switch (what)
        {
            case var _ when what.StartsWith("Load", StringComparison.Ordinal):
                return old;
            case var _ when what.StartsWith("Store", StringComparison.Ordinal):
                StoreCell(address, arguments[1]);
                return default;
            case var _ when what.StartsWith("Swap", StringComparison.Ordinal):
                StoreCell(address, arguments[1]);
                return old;
            case var _ when what.StartsWith("CompareAndSwap", StringComparison.Ordinal):
                if (old.IsUnknown || arguments[1].IsUnknown)
                {
                    return Fresh("swapped");
                }

                var same = ValueComparer.Instance.Equals(old, arguments[1]);
                if (same)
                {
                    StoreCell(address, arguments[2]);
                }

                return Value.Of(same);
        }

        var op = what.StartsWith("Add", StringComparison.Ordinal) ? Go.Syntax.TokenKind.Add
            : what.StartsWith("And", StringComparison.Ordinal) ? Go.Syntax.TokenKind.And : Go.Syntax.TokenKind.Or;
        var next = Operators.Binary(op, old, arguments[1], types[1]);
        StoreCell(address, next);
        return op == Go.Syntax.TokenKind.Add ? next : old;
    }

    /// <summary>Lets others run; a step of its own only when that happens again and again.</summary>
    internal Value Yield(IntrinsicCall call)
    {
        if (Straight != null || ++yields > FreeYields)
        {
            yields = 0;
            goroutine.Next = new Operation(OperationKind.Yield, default);
            call.IsWaiting = true;
        }

        return default;
    }

    /// <summary>Lets time pass; where there is no clock, lets others run.</summary>
    internal Value Sleep(IntrinsicCall call)
    {
        if (Straight == null)
        {
            return Yield(call);
        }

        goroutine.Next = new Operation(OperationKind.Sleep, Value.Of(Straight.Now + Math.Max(0, call[0].Bits)));
        call.IsWaiting = true;
        return default;
    }

    internal Value Goexit(IntrinsicCall call)
    {
        call.HasLeft = true;
        Unwind(new PanicRecord(default, true, false));
        return default;
    }

    /// <summary>A channel on which a time comes.</summary>
    internal Value MakeTimerChannel(CallSite site, TimerState timer, Value duration) =>
        Value.Pointer(Heap.Add(Timed(new ChannelObject(Heap.Owner, 0, Types.Of(site.Result).Elem, null) { Timer = timer }, duration)), 0);

    // Where there is a clock, a timer has a time.
    private ChannelObject Timed(ChannelObject timer, Value duration)
    {
        if (Straight != null)
        {
            timer.Deadline = Straight.Now + Math.Max(0, duration.Bits);
            timer.Period = timer.Timer == TimerState.Ticking ? duration.Bits : 0;
        }

        return timer;
    }

    /// <summary>A timer or ticker that sends.</summary>
    internal Value MakeTimer(CallSite site, TimerState timer, Value duration)
    {
        var type = Types.Of(site.Result).Elem;
        var elem = type.Shape is Go.Types.StructType { Fields: { } fields } && fields.FirstOrDefault(f => f.Name == "C") is { } c
            ? Types.Of(c.Type).Elem
            : Types.Of(Go.Types.UnknownType.Instance);
        var channel = Value.Pointer(Heap.Add(Timed(new ChannelObject(Heap.Owner, 0, elem, null) { Timer = timer }, duration)), 0);
        return Heap.Allocate([channel, channel]);
    }

    /// <summary>A timer that calls a function in a goroutine of its own.</summary>
    internal Value AfterFunc(Value duration, Value function, SsaInstruction source)
    {
        var channel = Value.Pointer(Heap.Add(Timed(new ChannelObject(Heap.Owner, 0, Types.Of(Go.Types.UnknownType.Instance), null)
        {
            Timer = TimerState.Armed,
            Callback = function,
        }, duration)), 0);
        Arm(channel, function, source);
        return Heap.Allocate([default, channel]);
    }

    private void Arm(Value channel, Value function, SsaInstruction source)
    {
        var site = new CallSite { Kind = SsaCallKind.Value, Result = Go.Types.TupleType.Empty };
        var made = Spawn(function, site, [], source, default);
        made.Next = new Operation(OperationKind.TimerStart, channel);
        // It does not begin before its time.
        var index = state.Goroutines.Count - 1;
        for (var i = started.Count; i > 0; i--)
        {
            var other = started.Dequeue();
            if (other != index)
            {
                started.Enqueue(other);
            }
        }
    }

    private bool StopTimer(Value timer)
    {
        var channel = LoadCell(Cell(timer, 1));
        if (!channel.IsHeap)
        {
            return false;
        }

        var stopped = Heap.Change<ChannelObject>(channel.Object);
        var was = stopped.Timer is TimerState.Armed or TimerState.Ticking;
        stopped.Timer = TimerState.Stopped;
        var mine = goroutine.Number;
        for (var i = state.Goroutines.Count - 1; i >= 0; i--)
        {
            if (state.Goroutines[i] is { Next.Kind: OperationKind.TimerStart } waiting && waiting.Number != mine
                && waiting.Next.Target.Object == channel.Object)
            {
                // It never begins.
                state.Own(i).Top = null;
                state.Goroutines[i].Next = null;
            }
        }

        return was;
    }

    private bool ResetTimer(Value timer)
    {
        var channel = LoadCell(Cell(timer, 1));
        var was = StopTimer(timer);
        if (channel.IsHeap)
        {
            var armed = Heap.Change<ChannelObject>(channel.Object);
            var duration = goroutine.Next?.Argument ?? default;
            if (armed.Callback.IsZero)
            {
                // Of a ticker it is the interval that changes.
                armed.Timer = goroutine.Next?.Intrinsic?.Name == "time.Ticker.Reset" ? TimerState.Ticking : TimerState.Armed;
                Timed(armed, duration);
            }
            else
            {
                armed.Timer = TimerState.Armed;
                Timed(armed, duration);
                Arm(channel, armed.Callback, frame.Current.Source);
            }
        }

        return was;
    }

    // The value of a panic: its own, or the error of one of the runtime's.
    private Value PanicValue(GoPanicException panic)
    {
        if (!panic.IsRuntimeError)
        {
            return panic.Value;
        }

        var type = library.RuntimeType(panic.Kind switch
        {
            RuntimePanic.Plain => "plainError",
            RuntimePanic.TypeAssertion => "TypeAssertionError",
            RuntimePanic.Nil => "PanicNilError",
            _ => "errorString",
        });
        var text = Value.Of(panic.Message);
        if (type == null)
        {
            return Value.OfObject(new InterfaceValue(Types.Of(Go.Types.Universe.String), text));
        }

        if (panic.Kind is RuntimePanic.Error or RuntimePanic.Plain)
        {
            return Value.OfObject(new InterfaceValue(type, text));
        }

        var made = Heap.Allocate(Math.Max(1, type.Cells));
        StoreCell(made, text);
        return Value.OfObject(new InterfaceValue(Types.Of(new Go.Types.PointerType(type.Type)), made));
    }
}
