using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// Executes goroutines of a state up to their next operation that others can see. Between two such operations nothing is
/// interleaved: in a program without data races that makes no difference. Source: Go specification; the Go memory model.
/// </summary>
internal sealed partial class Interpreter
{
    /// <summary>How often a goroutine may let others run before that becomes a step of its own.</summary>
    private const int FreeYields = 16;

    private const int MaxDepth = 2000;
    private const int MaxStraightDepth = 500_000;
    private const int MaxApart = 50;

    // What runs while nothing else does, such as an initialization, may take longer than what goes on between two operations.
    private const int ApartFactor = 50;

    private readonly CodeLibrary library;
    // Counted over all of what runs apart: what is chosen there for conditions that are not known can go round for ever.
    private readonly bool isApart;
    private readonly int maxInstructions;
    private readonly Queue<int> started = [];
    private readonly Dictionary<SsaInstruction, int> forks = new(ReferenceEqualityComparer.Instance);
    private MachineState state = new();
    private Goroutine goroutine = new(0, 0, null, null);
    private Frame frame = null!;
    private int yields;
    private int depth;
    private int steps;
    private Value result;
    private bool gaveUp;
    private bool initializes;

    /// <param name="library">The functions.</param>
    /// <param name="maxInstructions">How many instructions a goroutine may execute without an operation others can see.</param>
    public Interpreter(CodeLibrary library, int maxInstructions)
    {
        this.library = library;
        this.maxInstructions = maxInstructions;
    }

    // For what runs within a step of another.
    private Interpreter(Interpreter outer)
        : this(outer.library, (int)Math.Min(int.MaxValue, (long)ApartFactor * outer.maxInstructions))
    {
        (isApart, state, depth) = (true, outer.state, outer.depth + 1);
        (Output, Straight, initializes) = (outer.Output, outer.Straight, outer.initializes);
    }

    /// <summary>Told of each goroutine that is started.</summary>
    public Action<Goroutine>? Started { get; init; }

    /// <summary>What a program printed is added here.</summary>
    public Stream? Output { get; init; }

    /// <summary>What stopped goroutines from being executed, by place; for the report.</summary>
    public SortedDictionary<string, int> Unsupported { get; } = new(StringComparer.Ordinal);

    /// <summary>Where tests fail.</summary>
    public SortedSet<string> Failures { get; } = new(StringComparer.Ordinal);

    /// <summary>How many instructions a goroutine may execute without an operation others can see.</summary>
    public int MaxInstructions => maxInstructions;

    private RuntimeTypes Types => library.Types;

    private Heap Heap => state.Heap;

    /// <summary>Starts a goroutine, which is executed up to its first operation.</summary>
    public void Start(MachineState of, FunctionValue function, params Value[] arguments)
    {
        state = of;
        Spawn(Value.OfObject(function), null, arguments, null, default);
        RunStarted();
        of.Goroutines.RemoveAll(g => g.IsEnded);
    }

    /// <summary>Executes a goroutine from its next instruction on, and those that it starts.</summary>
    public void Advance(MachineState of, int index)
    {
        state = of;
        Run(index);
        RunStarted();
        of.Goroutines.RemoveAll(g => g.IsEnded);
    }

    private void RunStarted()
    {
        while (started.TryDequeue(out var index))
        {
            Run(index);
        }
    }

    private void Run(int index)
    {
        if (state.End != null)
        {
            return;
        }

        goroutine = state.Own(index);
        goroutine.Next = null;
        yields = 0;
        if (!isApart)
        {
            steps = 0;
        }

        while (goroutine.Top != null && state.End == null)
        {
            try
            {
                while (goroutine.Top is { } top && state.End == null)
                {
                    frame = top;
                    if (++steps > maxInstructions)
                    {
                        if (Straight != null && TakesTurns())
                        {
                            return;
                        }

                        throw new UnsupportedGoException(Straight != null ? "more instructions than the limit"
                            : "more instructions than the limit without an operation others can see");
                    }

                    if (Straight != null)
                    {
                        Straight.Instructions++;
                    }

                    if (!Step(frame.Code.Instructions[frame.Place]))
                    {
                        return;
                    }
                }
            }
            catch (GoPanicException e)
            {
                Unwind(new PanicRecord(PanicValue(e), false, false));
            }
            catch (UnsupportedGoException e)
            {
                GiveUp(e.Message);
                return;
            }
            catch (Exception e) when (e is IndexOutOfRangeException or InvalidCastException or NullReferenceException or ArgumentException)
            {
                // Where imports are missing a type may be one thing here and another there.
                GiveUp($"values that are not of their types ({e.GetType().Name})");
                return;
            }
        }
    }

    /// <summary>A test fails: the place is the innermost call that is no model's.</summary>
    internal void NoteFailure()
    {
        var at = frame;
        while (at.Caller is { } caller && at.Code.Ssa.File is { Tree.File: { } file } && Models.IsModel(file))
        {
            at = caller;
        }

        Failures.Add(Places.Of(at.Current.Source));
    }

    /// <summary>A model says that more can happen than is looked at.</summary>
    internal void NoteLimit(string what) => Unsupported[$"{frame.Code.Name}: {what} is not looked at"] = 1;

    // What the goroutine would have done is not known: all it can reach may be changed by it at any time.
    private void GiveUp(string why)
    {
        var place = Places.Of(frame.Current.Source);
        var text = $"{place}: {why}";
        if (Straight != null)
        {
            Straight.Unsupported ??= text;
            state.End = new ProgramEnd(0, null);
        }

        gaveUp = true;
        Unsupported[text] = Unsupported.GetValueOrDefault(text) + 1;
        for (var f = goroutine.Top; f != null; f = f.Caller)
        {
            foreach (var value in f.Registers)
            {
                Expose(value);
            }
        }

        goroutine.Top = null;
    }

    private Value Get(int operand) => operand >= 0 ? frame.Registers[operand] : frame.Code.Constants[~operand];

    private Value Operand(Instruction instruction, int index) => Get(instruction.Operands[index]);

    private void Set(int register, Value value)
    {
        if (register >= 0)
        {
            frame.Registers[register] = value;
        }
    }

    private Value Fresh(string what) => Straight != null ? throw new UnsupportedGoException($"{what} is not known") : Value.OfObject(new UnknownValue(what, state.NextUnknown++));

    private void Take(Edge edge)
    {
        var from = edge.From;
        if (from.Length == 1)
        {
            frame.Registers[edge.To[0]] = Get(from[0]);
        }
        else if (from.Length > 1)
        {
            // All at once: a phi may be an operand of another one.
            Span<int> places = edge.To;
            var values = new Value[from.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Get(from[i]);
            }

            for (var i = 0; i < values.Length; i++)
            {
                frame.Registers[places[i]] = values[i];
            }
        }

        frame.Place = edge.Target;
    }

    /// <summary>Executes an instruction; false if the goroutine stands before an operation others can see.</summary>
    private bool Step(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case SsaOp.Jump:
                Take(instruction.Edges[0]);
                return true;
            case SsaOp.If:
                return Branch(instruction);
            case SsaOp.Return:
                Return(instruction);
                return true;
            case SsaOp.Panic:
                throw Panic(Operand(instruction, 0));
            case SsaOp.Resume:
                Resume(instruction);
                return true;
            case SsaOp.Unreachable:
                throw new UnsupportedGoException("a call returned that never does");
            case SsaOp.RunDefers:
                return RunDefers();
            case SsaOp.Call:
                return Call(instruction);
            case SsaOp.Go:
                Spawn(Callee(instruction), instruction.Call, Arguments(instruction), instruction.Source, default);
                break;
            case SsaOp.Defer:
                if (instruction.Call is { Kind: SsaCallKind.Interface, IsDynamic: true } && Operand(instruction, 1).IsZero)
                {
                    throw new GoPanicException(NilDereference);
                }

                frame.Defers = new DeferredCall(Callee(instruction), instruction.Call!, Arguments(instruction), instruction.Source, frame.Defers);
                break;
            case SsaOp.Send:
                return Wait(OperationKind.Send, Operand(instruction, 0), Operand(instruction, 1));
            case SsaOp.Receive:
                return Wait(OperationKind.Receive, Operand(instruction, 0));
            case SsaOp.Close:
                return Wait(OperationKind.Close, Operand(instruction, 0));
            case SsaOp.Select:
                return Wait(OperationKind.Select, default);
            case SsaOp.RangeNext when IsFunctionRange(instruction):
                return NextOfFunction(instruction);
            case SsaOp.RangeNext:
                var range = (Iteration)Operand(instruction, 0).Reference!;
                if ((range.Of.IsUnknown ? NextOfUnknown(instruction, range) : NextOfRange(instruction)) is not { } more)
                {
                    return false;
                }

                Set(instruction.Target, Value.Of(more));
                break;
            case SsaOp.RangeStop:
                return StopRange(instruction);
            default:
                Compute(instruction);
                break;
        }

        frame.Place++;
        return true;
    }

    private bool Wait(OperationKind kind, Value target, Value argument = default)
    {
        goroutine.Next = new Operation(kind, target, argument);
        return false;
    }

    private bool Branch(Instruction instruction)
    {
        var condition = Operand(instruction, 0);
        if (condition.IsUnknown)
        {
            var (root, negated) = Conditions.Root(condition.Unknown);
            if (Conditions.Decide(state, root) is not { } known)
            {
                return Wait(OperationKind.Fork, Value.OfObject(root), Value.Of(negated));
            }

            Take(instruction.Edges[known != negated ? 0 : 1]);
            return true;
        }

        Take(instruction.Edges[condition.Bool ? 0 : 1]);
        return true;
    }

    private Value Callee(Instruction call) => call.Call!.Builtin == null ? Operand(call, 0) : default;

    private Value[] Arguments(Instruction call)
    {
        var arguments = new Value[call.Operands.Length - 1];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Get(call.Operands[i + 1]);
        }

        return arguments;
    }
}
