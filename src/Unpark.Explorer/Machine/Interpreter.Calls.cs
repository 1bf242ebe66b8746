using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <content>Calls, deferred calls, panics. Source: Go specification, "Calls", "Defer statements", "Handling panics".</content>
internal sealed partial class Interpreter
{
    private static readonly UnknownValue NotExecuted = new("function", 0);
    private readonly Dictionary<SsaInstruction, CodeFunction> thunks = new(ReferenceEqualityComparer.Instance);

    private bool Call(Instruction instruction)
    {
        var site = instruction.Call!;
        if (site.Builtin != null)
        {
            return CallBuiltin(site, site.Builtin.Value, Arguments(instruction), instruction);
        }

        return Invoke(Operand(instruction, 0), site, Arguments(instruction), instruction);
    }

    /// <summary>Calls a function, or sets the operation before which the goroutine then stands.</summary>
    private bool Invoke(Value function, CallSite site, Value[] arguments, Instruction instruction)
    {
        var target = site.Resolved;
        if (target == null)
        {
            target = Target(function, site, ref arguments);
            if (site.Kind == SsaCallKind.Static && function.Reference is DeclaredFunction { IsMethodExpression: false } declared
                && declared.Function.Signature.Recv?.Type.Underlying is not InterfaceType)
            {
                site.Resolved = target;
            }
        }

        switch (target)
        {
            case CodeValue { Code: { IsPure: true } pure } when Array.Exists(arguments, a => a.IsUnknown):
                Set(instruction.Target, Result(Types.Of(site.Result), pure.Name, arguments, 0));
                frame.Place++;
                return true;
            case CodeValue code:
                Push(code, arguments);
                return true;
            case YieldFunction yield:
                return Yield(yield, arguments);
            case IntrinsicFunction { Intrinsic: var intrinsic, Bound: var bound }:
                if (bound.Length > 0)
                {
                    arguments = [.. bound, .. arguments];
                }

                if (intrinsic.Operation is { } kind)
                {
                    if (!library.UsesTryLock && Release(kind, arguments.Length > 0 ? arguments[0] : default))
                    {
                        frame.Place++;
                        return true;
                    }

                    goroutine.Next = new Operation(kind, arguments.Length > 0 ? arguments[0] : default, arguments.Length > 1 ? arguments[1] : default)
                    {
                        Intrinsic = intrinsic,
                        Arguments = arguments,
                        Site = site,
                    };
                    return false;
                }

                var call = new IntrinsicCall(this, site, arguments, instruction);
                var result = intrinsic.Run!(call);
                if (call.IsWaiting)
                {
                    return false;
                }

                if (!call.HasLeft && state.End == null)
                {
                    Set(instruction.Target, result);
                    frame.Place++;
                }

                return true;
            default:
                Set(instruction.Target, UnknownCall(site, arguments));
                frame.Place++;
                return true;
        }
    }

    /// <summary>What a call really calls: a function with a body, or an intrinsic; null if that is not known.</summary>
    /// <exception cref="GoPanicException">It is a nil function or a method of a nil interface.</exception>
    private FunctionValue? Target(Value function, CallSite? site, ref Value[] arguments)
    {
        switch (function.Reference)
        {
            case CodeValue or IntrinsicFunction or YieldFunction:
                return (FunctionValue)function.Reference;
            case BoundMethod bound:
                arguments = [bound.Receiver, .. arguments];
                return Target(Value.OfObject(bound.Method), null, ref arguments);
            case DeclaredFunction { IsMethodExpression: true } declared when arguments.Length > 0
                && Types.Of(declared.Signature!.Params.Vars[0].Type) is { IsInterface: false } known
                && library.MethodOf(known, declared.Function) is { } selected:
                arguments = [ReceiverOf(arguments[0], known, selected), .. arguments.AsSpan(1)];
                return Target(Value.OfObject(new DeclaredFunction(selected.Function, declared.TypeArgs, null)), null, ref arguments);
            case DeclaredFunction declared:
                if (declared.Function.Signature.Recv is { } receiver && GoTypes.Deref(receiver.Type).Underlying is InterfaceType)
                {
                    return Dispatch(declared.Function, site, ref arguments);
                }

                return library.Resolve(declared.Function, declared.TypeArgs);
            case null:
                throw new GoPanicException(NilDereference);
            default:
                return null;
        }
    }

    private FunctionValue? Dispatch(Func method, CallSite? site, ref Value[] arguments)
    {
        if (arguments.Length == 0)
        {
            return null;
        }

        var receiver = arguments[0];
        RuntimeType type;
        if (site is { IsDynamic: false, ArgumentTypes: [{ IsInterface: false } known, ..] })
        {
            type = known;
        }
        else if (receiver.Reference is InterfaceValue value)
        {
            type = value.Type;
            receiver = value.Value;
        }
        else
        {
            return receiver.IsUnknown ? null : throw new GoPanicException(NilDereference);
        }

        if (library.MethodOf(type, method) is not { } target)
        {
            return null;
        }

        arguments = [ReceiverOf(receiver, type, target), .. arguments.AsSpan(1)];
        if (GoTypes.Deref(target.Function.Signature.Recv!.Type).Underlying is InterfaceType)
        {
            // Promoted from an embedded interface.
            return Dispatch(target.Function, null, ref arguments);
        }

        return library.Resolve(target.Function, default);
    }

    // Follows embedded fields to the one that has the method.
    private Value ReceiverOf(Value value, RuntimeType type, MethodTarget target)
    {
        var isAddress = false;
        foreach (var (field, index) in target.Path)
        {
            if (isAddress && type.Shape is PointerType)
            {
                value = Load(value, type);
                isAddress = false;
            }

            if (type.Shape is PointerType)
            {
                type = type.Elem;
                isAddress = true;
            }

            if (isAddress)
            {
                value = Shift(value, type.OffsetOf(field, index), type);
            }
            else
            {
                value = Part(value, type.OffsetOf(field, index), Types.Of(field.Type));
            }

            type = Types.Of(field.Type);
        }

        var wantsPointer = target.Function.HasPointerReceiver;
        if (isAddress)
        {
            if (wantsPointer && type.Shape is not PointerType)
            {
                return value;
            }

            value = Load(value, type);
        }

        if (!wantsPointer && type.Shape is PointerType && target.Function.Signature.Recv!.Type.Underlying is not PointerType)
        {
            if (value.IsZero && type.Elem.Type is NamedType { Obj: { Package: { } package, Name: var name } })
            {
                throw new GoPanicException(
                    $"value method {(package.Name == "main" ? "main" : package.Path)}.{name}.{target.Function.Name} called using nil *{name} pointer", RuntimePanic.Plain);
            }

            return Load(value, type.Elem);
        }

        if (wantsPointer && type.Shape is not PointerType)
        {
            // The receiver of a type parameter's method.
            var made = Heap.Allocate(new Value[type.Cells]);
            Store(made, value, type);
            return made;
        }

        return value;
    }

    private Frame Push(CodeValue function, Value[] arguments)
    {
        if (frame is { Depth: >= MaxDepth } && (Straight == null || frame.Depth >= MaxStraightDepth))
        {
            throw new UnsupportedGoException($"calls {frame.Depth} deep");
        }

        var pushed = new Frame(Heap.Owner, function.Code, goroutine.Top);
        arguments.AsSpan(0, Math.Min(arguments.Length, function.Code.ParameterCount)).CopyTo(pushed.Registers);
        function.Captured.CopyTo(pushed.Registers, function.Code.ParameterCount);
        goroutine.Top = pushed;
        return pushed;
    }

    /// <summary>What an intrinsic that has left its place calls instead: the results are those of its own call.</summary>
    internal void Enter(CodeValue function, Value[] arguments) => Push(function, arguments);

    /// <summary>Calls a function of a model instead of what a call names.</summary>
    internal Value EnterModel(IntrinsicCall call, string path, string name)
    {
        if (library.ModelOf(path)?.Functions.FirstOrDefault(f => f is { Outer: null, Object.IsMethod: false } && f.Name == name) is not { } function)
        {
            return call.Unknown();
        }

        Push(new CodeValue(library.CodeOf(function, [], default), []), call.Arguments);
        call.HasLeft = true;
        return default;
    }

    /// <summary>A new variable with the zero value of its type.</summary>
    internal Value New(RuntimeType type) => Heap.Allocate(Math.Max(1, type.Cells));

    // A call of which the body is not executed.
    internal Value UnknownCall(CallSite site, Value[] arguments)
    {
        var name = site.Method?.FullName ?? "call";
        if (Straight != null)
        {
            throw new UnsupportedGoException($"the call of {name}");
        }

        if (!(site.Method is { } method && Harmless.Contains(method)))
        {
            foreach (var argument in arguments)
            {
                Expose(argument);
            }
        }

        return UnknownOf(Types.Of(site.Result), name);
    }

    /// <summary>A value of which nothing is known; several results one by one.</summary>
    internal Value UnknownOf(RuntimeType type, string name)
    {
        if (type.Type is TupleType tuple)
        {
            return Value.OfObject(tuple.Vars.Select(v => UnknownOf(Types.Of(v.Type), name)).ToArray());
        }

        return Fresh(name);
    }

    // What a pure function gives: of the same values the same, unless there is one whose parts may change.
    private Value Result(RuntimeType type, string name, Value[] arguments, int index)
    {
        if (type.Type is TupleType tuple)
        {
            return Value.OfObject(tuple.Vars.Select((v, i) => Result(Types.Of(v.Type), name, arguments, i)).ToArray());
        }

        return Array.TrueForAll(arguments, a => a.Reference is null or UnknownValue or GoString)
            ? Value.OfObject(new UnknownValue(name, index, arguments)) : Fresh(name);
    }

    /// <summary>Starts a goroutine.</summary>
    private Goroutine Spawn(Value function, CallSite? site, Value[] arguments, SsaInstruction? source, Value ends)
    {
        var made = new Goroutine(Heap.Owner, state.NextGoroutine++, source == null ? null : goroutine, source)
        {
            StartedFor = source == null ? null : Models.CallerOf(goroutine, source),
        };
        FunctionValue? target = null;
        if (site?.Builtin == null)
        {
            target = Target(function, site, ref arguments);
        }

        var pushed = target is CodeValue code
            ? new Frame(Heap.Owner, code.Code, null)
            : new Frame(Heap.Owner, ThunkOf(source!, site!, arguments.Length), null);
        if (target is CodeValue { Captured: var captured } body)
        {
            arguments.AsSpan(0, Math.Min(arguments.Length, body.Code.ParameterCount)).CopyTo(pushed.Registers);
            captured.CopyTo(pushed.Registers, body.Code.ParameterCount);
        }
        else
        {
            pushed.Registers[0] = Value.OfObject((object?)target ?? NotExecuted);
            arguments.CopyTo(pushed.Registers, 1);
        }

        pushed.Ends = ends;
        made.Top = pushed;
        state.Goroutines.Add(made);
        started.Enqueue(state.Goroutines.Count - 1);
        Started?.Invoke(made);
        return made;
    }

    // A function that calls what is in its first register with what is in the others.
    private CodeFunction ThunkOf(SsaInstruction source, CallSite site, int arguments)
    {
        if (!thunks.TryGetValue(source, out var thunk))
        {
            var operands = Enumerable.Range(0, arguments + 1).ToArray();
            thunk = new CodeFunction(source.Block.Function.Name, source.Block.Function, -1, [], default)
            {
                RegisterCount = operands.Length,
                Instructions =
                [
                    new Instruction
                    {
                        Op = SsaOp.Call,
                        Source = source,
                        Operands = operands,
                        Call = new CallSite
                        {
                            Kind = SsaCallKind.Value,
                            Builtin = site.Builtin,
                            Method = site.Method,
                            ArgumentTypes = site.ArgumentTypes,
                            Result = site.Result,
                        },
                    },
                    new Instruction { Op = SsaOp.Return, Source = source },
                ],
            };
            thunks.Add(source, thunk);
        }

        return thunk;
    }

    private bool RunDefers()
    {
        if (frame.Defers is not { } call)
        {
            frame.Place++;
            return true;
        }

        frame.Defers = call.Before;
        var arguments = call.Arguments;
        var target = call.Site.Builtin == null ? Target(call.Function, call.Site, ref arguments) : null;
        Frame pushed;
        if (target is CodeValue code)
        {
            pushed = Push(code, arguments);
        }
        else
        {
            pushed = Push(new CodeValue(ThunkOf(call.Source, call.Site, call.Arguments.Length), []), []);
            pushed.Registers[0] = Value.OfObject((object?)target ?? NotExecuted);
            for (var i = 0; i < arguments.Length && i + 1 < pushed.Registers.Length; i++)
            {
                pushed.Registers[i + 1] = arguments[i];
            }
        }

        pushed.IsDeferred = true;
        return true;
    }

    private void Return(Instruction instruction)
    {
        var operands = instruction.Operands;
        var result = operands.Length switch
        {
            0 => default,
            1 => Get(operands[0]),
            _ => Value.OfObject(operands.Select(Get).ToArray()),
        };
        Leave(result);
    }

    // Ends the frame's call.
    private void Leave(Value result)
    {
        Pop();
        if (goroutine.Top is not { } caller)
        {
            // What the first goroutine returns, its caller has.
            if (goroutine.Number == 0)
            {
                Expose(result);
            }

            this.result = result;
            return;
        }

        var current = caller.Current;
        if (current.Op == SsaOp.Call)
        {
            Set(current.Target, result);
            caller.Place++;
        }
        else if (current.Op is SsaOp.RangeNext or SsaOp.RangeStop)
        {
            EndOfIterator(current);
        }
    }

    // Takes the frame away; whoever waits for its end is told.
    private void Pop()
    {
        var ends = frame.Ends;
        var caller = frame.Caller;
        if (caller != null && caller.Owner != Heap.Owner)
        {
            caller = caller.Copy(Heap.Owner);
        }

        goroutine.Top = caller;
        frame = caller!;
        if (ends.IsHeap)
        {
            EndOf(ends);
        }
    }

    private void Unwind(PanicRecord panic)
    {
        while (goroutine.Top is { } top)
        {
            frame = top;
            if (RestoreForPanic())
            {
                continue;
            }

            if (frame.Code.PanicStart >= 0)
            {
                if (frame.Panic is { } earlier && !ReferenceEquals(earlier, panic))
                {
                    panic = panic with { Before = earlier };
                }

                frame.Panic = panic;
                frame.Place = frame.Code.PanicStart;
                return;
            }

            Pop();
        }

        if (!panic.IsGoexit)
        {
            var first = panic;
            while (first.Before is { IsGoexit: false } before)
            {
                first = before;
            }

            state.End = new ProgramEnd(2, Formatting.Panic(this, first.Value));
        }
        else if (goroutine.Number == mainNumber && Straight != null)
        {
            Straight.MainHasLeft = true;
        }
    }

    private void Resume(Instruction instruction)
    {
        var panic = frame.Panic!;
        frame.Panic = null;
        if (!panic.IsRecovered)
        {
            Pop();
            Unwind(panic);
        }
        else if (panic.Before is { } earlier && Goexit(earlier) is { } exit)
        {
            // The end of the goroutine is not stopped by what one of its deferred calls recovers from.
            Pop();
            Unwind(exit);
        }
        else if (instruction.Edges.Length > 0)
        {
            Take(instruction.Edges[0]);
        }
        else
        {
            var results = frame.Code.Ssa.Signature.Results;
            Leave(results.Length switch
            {
                0 => default,
                1 => Types.Of(results.Vars[0].Type).Zero(),
                _ => Value.OfObject(results.Vars.Select(v => Types.Of(v.Type).Zero()).ToArray()),
            });
        }
    }

    private static PanicRecord? Goexit(PanicRecord? panic)
    {
        while (panic is { IsGoexit: false })
        {
            panic = panic.Before;
        }

        return panic;
    }

    private Value Recover()
    {
        if (!frame.IsDeferred || frame.Caller?.Panic is not { IsGoexit: false, IsRecovered: false } panic)
        {
            return default;
        }

        var caller = frame.Caller;
        if (caller.Owner != Heap.Owner)
        {
            caller = caller.Copy(Heap.Owner);
            frame.Caller = caller;
        }

        caller.Panic = panic with { IsRecovered = true };
        return panic.Value;
    }
}
