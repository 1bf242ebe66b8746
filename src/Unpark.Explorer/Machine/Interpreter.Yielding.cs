using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <content>
/// Ranges over functions (Go specification, "For statements with range clause"). The body is executed in the frame of its own
/// function; meanwhile the calls from the one that yields down to the iterator are kept in the range, and are put back when the
/// next value is wanted or the loop is left.
/// </content>
internal sealed partial class Interpreter
{
    private const long Ready = 0;
    private const long InBody = 1;
    private const long Left = 2;
    private const long Ended = 3;
    private const long Panicked = 4;

    private bool IsFunctionRange(Instruction next) =>
        frame.Registers[next.Operands[0]].Reference is Iteration { State.IsHeap: true };

    private Value BeginFunctionRange(Value function)
    {
        if (function.IsZero)
        {
            throw new GoPanicException(NilDereference);
        }

        return Value.OfObject(new Iteration(function, [], 0, default, default) { State = Heap.Allocate(1) });
    }

    // The iterator is called, or goes on behind the call that has yielded.
    private bool NextOfFunction(Instruction instruction)
    {
        var register = instruction.Operands[0];
        var range = (Iteration)frame.Registers[register].Reference!;
        if (range.Suspended == null)
        {
            frame.Registers[register] = Value.OfObject(range with { Next = 1 });
            frame.Ranges = new ActiveRange(register, frame.Ranges);
            Value[] arguments = [Value.OfObject(new YieldFunction(frame.Depth, register, range.State))];
            if (Target(range.Of, null, ref arguments) is not CodeValue code)
            {
                throw new UnsupportedGoException("a range over a function whose body is not executed");
            }

            Push(code, arguments);
            return true;
        }

        StoreCell(range.State, Value.Of(Ready));
        Resume(register, Value.Of(true));
        return true;
    }

    // The loop is left before the iterator has ended.
    private bool StopRange(Instruction instruction)
    {
        var register = instruction.Operands[0];
        if (frame.Registers[register].Reference is not Iteration { Suspended: not null } range)
        {
            frame.Place++;
            return true;
        }

        StoreCell(range.State, Value.Of(Left));
        Resume(register, Value.Of(false));
        return true;
    }

    // Puts the calls back on top of the frame, and lets the one that has yielded go on.
    private void Resume(int register, Value result)
    {
        Restore(register);
        frame = goroutine.Top!;
        var current = frame.Current;
        if (current.Op == SsaOp.Call)
        {
            Set(current.Target, result);
            frame.Place++;
        }
    }

    private void Restore(int register)
    {
        var range = (Iteration)frame.Registers[register].Reference!;
        frame.Registers[register] = Value.OfObject(range with { Suspended = null });
        Frame? top = null;
        Frame? above = null;
        var depth = frame.Depth;
        for (var f = range.Suspended; f != null && f.Depth > depth; f = f.Caller)
        {
            var own = f.Owner == Heap.Owner ? f : f.Copy(Heap.Owner);
            top ??= own;
            if (above != null)
            {
                above.Caller = own;
            }

            above = own;
        }

        above!.Caller = frame;
        goroutine.Top = top;
    }

    // Yields to the body of the loop.
    private bool Yield(YieldFunction to, Value[] arguments)
    {
        switch (LoadCell(to.State).Bits)
        {
            case Ready:
                break;
            case InBody:
                throw new GoPanicException("range function continued iteration after loop body exit");
            case Left:
                throw new GoPanicException("range function continued iteration after function for loop body returned false");
            case Panicked:
                throw new GoPanicException("range function continued iteration after loop body panic");
            default:
                throw new GoPanicException("range function continued iteration after whole loop exit");
        }

        var suspended = goroutine.Top!;
        var loop = suspended;
        Frame? above = null;
        for (; loop != null && loop.Depth > to.Depth; loop = loop.Caller!)
        {
            if (loop.Owner != Heap.Owner)
            {
                loop = loop.Copy(Heap.Owner);
                if (above == null)
                {
                    suspended = loop;
                }
                else
                {
                    above.Caller = loop;
                }
            }

            above = loop;
        }

        if (loop is not { } found || found.Depth != to.Depth || to.Register >= found.Registers.Length
            || found.Registers[to.Register].Reference is not Iteration range || range.State.Bits != to.State.Bits)
        {
            throw new UnsupportedGoException("a loop's body is called by another goroutine");
        }

        if (loop.Owner != Heap.Owner)
        {
            loop = loop.Copy(Heap.Owner);
        }

        if (above != null)
        {
            // What is kept does not go round by the frame of the loop, which holds it.
            above.Caller = null;
        }

        StoreCell(to.State, Value.Of(InBody));
        loop.Registers[to.Register] = Value.OfObject(range with
        {
            Suspended = suspended,
            Key = arguments.Length > 0 ? arguments[0] : default,
            Item = arguments.Length > 1 ? arguments[1] : default,
        });
        goroutine.Top = loop;
        frame = loop;
        Set(frame.Current.Target, Value.Of(true));
        frame.Place++;
        return true;
    }

    // The iterator has returned to its loop.
    private void EndOfIterator(Instruction current)
    {
        var register = current.Operands[0];
        var range = (Iteration)frame.Registers[register].Reference!;
        if (LoadCell(range.State).Bits == Panicked)
        {
            throw new GoPanicException("range function recovered a loop body panic and did not resume panicking");
        }

        StoreCell(range.State, Value.Of(Ended));
        frame.Ranges = frame.Ranges?.Before;
        if (current.Op == SsaOp.RangeNext)
        {
            Set(current.Target, Value.Of(false));
        }

        frame.Place++;
    }

    // A panic in the body of a loop goes through the iterator first.
    private bool RestoreForPanic()
    {
        while (frame.Ranges is { } active)
        {
            frame.Ranges = active.Before;
            if (frame.Registers[active.Register].Reference is Iteration { Suspended: not null } range)
            {
                StoreCell(range.State, Value.Of(Panicked));
                Restore(active.Register);
                return true;
            }
        }

        return false;
    }
}
