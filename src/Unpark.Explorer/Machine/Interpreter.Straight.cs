using Unpark.Flow;

namespace Unpark.Explorer;

/// <content>
/// One schedule: goroutines take turns. Time passes when nothing else can happen; a timer fires only when its time has come.
/// </content>
internal sealed partial class Interpreter
{
    private const int FirstSweep = 1 << 20;
    private int turn;
    private int mainNumber = -1;
    private int sweepAt = FirstSweep;

    /// <summary>What a program has that runs on one schedule; null while all are explored.</summary>
    public StraightRun? Straight { get; init; }

    /// <summary>Runs a function in a goroutine, and whatever else there is, until it has ended or the process has.</summary>
    public void RunToEnd(MachineState of, CodeFunction function, CancellationToken cancellation)
    {
        state = of;
        if (state.End != null)
        {
            return;
        }

        var number = state.NextGoroutine;
        mainNumber = number;
        Start(of, new CodeValue(function, []));
        var steps = new List<Step>();
        while (state.End == null && (Straight!.MainHasLeft || state.Goroutines.Exists(g => g.Number == number)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!TakeTurn(steps) && !PassTime())
            {
                Fatal(Straight.MainHasLeft
                    ? "no goroutines (main called runtime.Goexit) - deadlock!"
                    : "all goroutines are asleep - deadlock!");
            }

            if (Heap.End > sweepAt)
            {
                Sweep();
            }
        }
    }

    // A step of the next goroutine that can take one.
    private bool TakeTurn(List<Step> steps)
    {
        var count = state.Goroutines.Count;
        for (var i = 0; i < count; i++)
        {
            var index = (turn + i) % count;
            steps.Clear();
            StepsOf(index, steps);
            if (steps.Count > 0)
            {
                var step = steps[0];
                if (steps.Count > 1 && state.Goroutines[index].Next!.Kind == OperationKind.Select)
                {
                    step = steps[Straight!.Random(steps.Count)];
                }

                var number = state.Goroutines[index].Number;
                Execute(state, step);
                var now = state.Goroutines.FindIndex(g => g.Number >= number);
                turn = now < 0 ? 0 : state.Goroutines[now].Number == number ? now + 1 : now;
                return true;
            }
        }

        return false;
    }

    // To the next moment at which something can happen; false if there is none.
    private bool PassTime()
    {
        var next = long.MaxValue;
        foreach (var waiting in state.Goroutines)
        {
            switch (waiting.Next?.Kind)
            {
                case OperationKind.Sleep:
                    next = Math.Min(next, waiting.Next.Target.Bits);
                    break;
                case OperationKind.Receive or OperationKind.TimerStart:
                    Consider(waiting.Next.Target);
                    break;
                case OperationKind.Select:
                    foreach (var one in ((SsaSelect)waiting.Top!.Current.Source).Cases)
                    {
                        if (one.Kind == SsaSelectKind.Receive)
                        {
                            Consider(ChannelOf(waiting, one));
                        }
                    }

                    break;
            }
        }

        if (next == long.MaxValue)
        {
            return false;
        }

        Straight!.Waited += Math.Max(0, next - Straight.Now);
        return true;

        void Consider(Value channel)
        {
            if (channel.IsHeap && Heap.Read<ChannelObject>(channel.Object) is { Timer: TimerState.Armed or TimerState.Ticking } timer)
            {
                next = Math.Min(next, timer.Deadline);
            }
        }
    }

    /// <summary>How many goroutines there are.</summary>
    internal long GoroutineCount => state.Goroutines.Count(g => !g.IsEnded);

    // A goroutine has executed as many instructions as it may without letting others run.
    private bool TakesTurns()
    {
        if (Straight!.Instructions > Straight.Options.MaxInstructions)
        {
            return false;
        }

        goroutine.Next = new Operation(OperationKind.Continue, default);
        return true;
    }

    private bool HasCome(ChannelObject timer) => Straight == null || timer.Deadline <= Straight.Now;

    // Gives up what nothing refers to any more.
    private void Sweep()
    {
        var live = new bool[Heap.End];
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var work = new Stack<Value>();
        foreach (var number in Heap.Globals)
        {
            References.Push(Heap.Find(number)!, work);
        }

        foreach (var one in state.Goroutines)
        {
            work.Push(one.Cond);
            if (one.Next is { } next)
            {
                work.Push(next.Target);
                work.Push(next.Argument);
                Array.ForEach(next.Arguments, work.Push);
            }

            References.Push(one.Top, work);
        }

        var count = 0;
        while (work.TryPop(out var value))
        {
            if (value.IsHeap)
            {
                if (value.Object > 0 && !live[value.Object] && Heap.Find(value.Object) is { } found)
                {
                    live[value.Object] = true;
                    count++;
                    References.Push(found, work);
                }
            }
            else if (value.Reference is not (null or GoString) && (value.Reference is GoSlice || seen.Add(value.Reference)))
            {
                References.Push(value, work);
            }
        }

        if (count > Straight!.Options.MaxObjects)
        {
            throw new UnsupportedGoException("more objects than the limit");
        }

        Heap.Sweep(n => live[n]);
        sweepAt = Heap.End + Math.Max(FirstSweep, count);
    }
}
