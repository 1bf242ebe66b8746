using System.Collections.Immutable;
using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>Takes the steps of one schedule in a program as a whole, and writes down what happens. O(steps * goroutines).</summary>
internal sealed class TraceRecorder
{
    private readonly CodeLibrary library;
    private readonly string rootName;
    private readonly ExplorationOptions options;
    private readonly Interpreter interpreter;
    private readonly List<TracedGoroutine> goroutines = [];
    private readonly List<TraceStep> steps = [];
    private readonly List<TracedObject> objects = [];
    private readonly Dictionary<long, int> numbers = [];
    private readonly LockHolders locks = new();

    /// <param name="library">The functions.</param>
    /// <param name="root">What the schedules begin with.</param>
    /// <param name="options">The limits.</param>
    public TraceRecorder(CodeLibrary library, ExplorationRoot root, ExplorationOptions options)
    {
        rootName = GoNames.Of((root.TestMain ?? root.Function).Ssa);
        this.library = library;
        this.options = options;
        interpreter = new Interpreter(library, options.MaxInstructions) { Started = Add };
    }

    /// <summary>What executes the schedule; its first goroutine has to be started with it.</summary>
    public Interpreter Interpreter => interpreter;

    /// <summary>Takes all steps of a schedule.</summary>
    /// <exception cref="TraceMismatchException">A step is not possible.</exception>
    public Trace Run(MachineState state, PackageObjects packages, ImmutableArray<ScheduleChoice> schedule, CancellationToken cancellation)
    {
        MarkEnded(state);
        for (var i = 0; i < schedule.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Take(state, schedule[i], i);
        }

        return Finish(state, packages);
    }

    private void Take(MachineState state, ScheduleChoice choice, int index)
    {
        var taken = Find(state, choice, index);
        steps.Add(Describe(state, taken));
        var goroutine = state.Goroutines[taken.Goroutine];
        var (before, at) = (goroutine.Next!, steps[^1].At);
        interpreter.Execute(state, taken);
        locks.After(state, goroutine.Number, before, steps[^1].Object, at, index);
        MarkEnded(state);
        foreach (var loop in choice.Loops)
        {
            GoRound(state, loop, index);
        }

        if (choice.Loops.Length > 0)
        {
            steps[^1] = steps[^1] with { Rounds = choice.Loops.Max(l => l.Rounds) };
        }
    }

    private Step Find(MachineState state, ScheduleChoice choice, int index)
    {
        var possible = interpreter.Steps(state);
        foreach (var step in possible)
        {
            var goroutine = state.Goroutines[step.Goroutine];
            if (goroutine.Number == choice.Goroutine && goroutine.Next!.Kind.ToString() == choice.Kind && step.Option == choice.Option
                && (step.Partner < 0 ? -1 : state.Goroutines[step.Partner].Number) == choice.Partner
                && step.PartnerOption == choice.PartnerOption)
            {
                return step;
            }
        }

        var found = state.Goroutines.Find(g => g.Number == choice.Goroutine);
        throw new TraceMismatchException(index, state.End != null ? "the process has ended before it"
            : found == null ? $"there is no goroutine {choice.Goroutine} then"
            : found.Next!.Kind.ToString() == choice.Kind ? $"goroutine {choice.Goroutine} cannot go on so: {Words(found)}"
            : $"goroutine {choice.Goroutine} stands before another operation: {Words(found)}");
    }

    private static string Words(Goroutine goroutine)
    {
        var at = GoNames.FrameOf(goroutine.Top!.Current.Source);
        return at.File.Length == 0 ? $"in {at.Function}" : $"{Path.GetFileName(at.File)}:{at.Line}";
    }

    private TraceStep Describe(MachineState state, Step step)
    {
        var goroutine = state.Goroutines[step.Goroutine];
        var partner = step.Partner < 0 ? null : state.Goroutines[step.Partner];
        var own = OwnFrame(goroutine).Current.Source;
        var name = NameOf(goroutine, own, step.Option);
        var target = TargetOf(goroutine, step.Option);
        return new TraceStep(goroutine.Number, What(goroutine, step.Option), name, GoNames.FrameOf(own),
            target.IsHeap ? NumberOf(state, target, name, goroutine.Next!.Kind) : null, partner?.Number,
            partner == null ? null : GoNames.FrameOf(OwnFrame(partner).Current.Source))
        {
            PartnerName = partner == null ? "" : NameOf(partner, OwnFrame(partner).Current.Source, step.PartnerOption),
        };
    }

    // A call in the library is named by the call in the program that leads to it.
    private static string NameOf(Goroutine goroutine, SsaInstruction own, int option) => goroutine.Next!.Kind is OperationKind.Fork or OperationKind.RangeMap
        ? "" : OperandNames.Of(own, option);

    private static string What(Goroutine goroutine, int option)
    {
        var source = goroutine.Top!.Current.Source;
        return goroutine.Next!.Kind == OperationKind.Select && source is SsaSelect select
            ? select.Cases[option].Kind switch
            {
                SsaSelectKind.Default => "select: default",
                SsaSelectKind.Send => "select: send",
                _ => "select: receive",
            }
            : StepNames.Of(goroutine.Next.Kind, option);
    }

    private static Value TargetOf(Goroutine goroutine, int option) => goroutine.Next!.Kind switch
    {
        OperationKind.Fork or OperationKind.RangeMap or OperationKind.Exit or OperationKind.Yield => default,
        OperationKind.Select => ((SsaSelect)goroutine.Top!.Current.Source).Cases[option] is { Kind: not SsaSelectKind.Default } one
            ? Interpreter.ChannelOf(goroutine, one) : default,
        _ => goroutine.Next.Target,
    };

    private int NumberOf(MachineState state, Value target, string name, OperationKind kind)
    {
        if (!numbers.TryGetValue(target.Bits, out var number))
        {
            number = objects.Count;
            numbers.Add(target.Bits, number);
            var made = (state.Heap.Find(target.Object) as ChannelObject)?.Site;
            objects.Add(new TracedObject(name, StepNames.KindOfTarget(kind), made == null ? null : GoNames.FrameOf(made)));
        }
        else if (objects[number].Name.Length == 0)
        {
            objects[number] = objects[number] with { Name = name };
        }

        return number;
    }

    private Frame OwnFrame(Goroutine goroutine)
    {
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            if (library.IsOwn(frame.Code.Ssa.Package.Package.Package.Path))
            {
                return frame;
            }
        }

        var outermost = goroutine.Top!;
        while (outermost.Caller is { } caller)
        {
            outermost = caller;
        }

        return outermost;
    }

    private void Add(Goroutine goroutine)
    {
        var code = goroutine.Top!.Code;
        var name = goroutine.CreatedAt == null ? rootName : code.Number >= 0 ? GoNames.Of(code.Ssa)
            : goroutine.CreatedAt is SsaCall { Method: { } method } ? method.FullName
            : goroutine.Top.Current.Call?.Method?.FullName ?? GoNames.Of(code.Ssa);
        goroutines.Add(new TracedGoroutine(goroutine.Number, name, goroutine.CreatorNumber,
            goroutine.CreatedAt == null ? null : GoNames.FrameOf(goroutine.CreatedAt), steps.Count));
    }

    private void MarkEnded(MachineState state)
    {
        var there = state.Goroutines.Select(g => g.Number).ToHashSet();
        for (var i = 0; i < goroutines.Count; i++)
        {
            if (goroutines[i].EndedAfter == null && !there.Contains(goroutines[i].Number))
            {
                goroutines[i] = goroutines[i] with { EndedAfter = steps.Count };
            }
        }
    }

    private static void GoRound(MachineState state, LoopRounds loop, int index)
    {
        var at = state.Goroutines.FindIndex(g => g.Number == loop.Goroutine);
        var frame = at < 0 ? null : state.Goroutines[at].Top;
        while (frame != null && frame.Depth != loop.Depth)
        {
            frame = frame.Caller;
        }

        if (frame == null || loop.Register < 0 || loop.Register >= frame.Code.Counters.Length || frame.Code.Counters[loop.Register] is not { } counter)
        {
            throw new TraceMismatchException(index, $"goroutine {loop.Goroutine} is in no loop that counts then");
        }

        state.Advance(new CounterPlace(at, loop.Depth, loop.Register, counter, 0), loop.Rounds);
    }

    private Trace Finish(MachineState state, PackageObjects packages)
    {
        var possible = interpreter.Steps(state);
        var stuck = state.End != null ? []
            : StuckGoroutines.In(state, packages, possible, options.IsWholeProgram);
        for (var i = 0; i < state.Goroutines.Count; i++)
        {
            var goroutine = state.Goroutines[i];
            var at = goroutines.FindIndex(g => g.Number == goroutine.Number);
            if (at < 0 || goroutine.Top == null)
            {
                continue;
            }

            var fate = stuck.Contains(i) ? GoroutineFate.Stuck
                : state.End == null && !possible.Exists(s => s.Goroutine == i || s.Partner == i) ? GoroutineFate.Waits : GoroutineFate.CanGoOn;
            goroutines[at] = Describe(state, goroutine, goroutines[at] with { Fate = fate });
        }

        return new Trace([.. goroutines], [.. steps], [.. objects], locks.All,
            state.End is { } end ? end.Panic ?? $"exit status {end.ExitCode}" : null);
    }

    private TracedGoroutine Describe(MachineState state, Goroutine goroutine, TracedGoroutine traced)
    {
        var own = OwnFrame(goroutine).Current.Source;
        var stack = ImmutableArray.CreateBuilder<StackFrame>();
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            stack.Add(GoNames.FrameOf(frame.Current.Source));
        }

        var awaited = ImmutableArray.CreateBuilder<int>();
        var single = "";
        string words;
        if (goroutine.Next is { Kind: OperationKind.Select } && goroutine.Top!.Current.Source is SsaSelect select)
        {
            var names = new List<string>();
            for (var i = 0; i < select.Cases.Length; i++)
            {
                if (select.Cases[i].Kind == SsaSelectKind.Default)
                {
                    continue;
                }

                var name = OperandNames.Of(select, i);
                names.Add(name);
                if (Interpreter.ChannelOf(goroutine, select.Cases[i]) is { IsHeap: true } channel)
                {
                    awaited.Add(NumberOf(state, channel, name, OperationKind.Select));
                }
            }

            words = names.Count == 0 ? "select" : $"select {string.Join(", ", names.Where(n => n.Length > 0))}";
        }
        else
        {
            var kind = goroutine.Next!.Kind;
            var name = NameOf(goroutine, own, 0);
            if (kind is not (OperationKind.Fork or OperationKind.RangeMap or OperationKind.Exit or OperationKind.Yield) && goroutine.Next.Target is { IsHeap: true } target)
            {
                awaited.Add(NumberOf(state, target, name, kind));
            }

            single = name;
            words = name.Length == 0 ? StepNames.Pending(kind) : $"{StepNames.Pending(kind)} {name}";
        }

        return traced with
        {
            WaitReason = traced.Fate is GoroutineFate.Stuck or GoroutineFate.Waits ? WaitReasons.Of(goroutine) : "",
            Next = words.TrimEnd(),
            Name = single,
            Stack = stack.ToImmutable(),
            At = GoNames.FrameOf(own),
            Objects = awaited.ToImmutable(),
        };
    }
}
