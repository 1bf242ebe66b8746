using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// Starts the goroutine that uses a value of a type, by the model <c>unpark/roots</c>. Its parameters are functions of the
/// explorer's own, so that it need not know how many parameters and results methods have.
/// </summary>
internal sealed class TypeUseStart(CodeLibrary library, MachineState state, TypeUse use)
{
    private const string Model = "unpark/roots";

    /// <summary>Starts it.</summary>
    public void Start(Interpreter interpreter)
    {
        var run = library.ModelOf(Model)!.Functions.First(f => f is { Outer: null, Name: "use" });
        interpreter.Start(state, new CodeValue(library.CodeOf(run, [], default), []),
            Construct(), Function("object", Made), FailureOf(use.Constructor), Function("share", Share),
            Method(use.Opening), FailureOf(use.Opening),
            Method(use.Calls.ElementAtOrDefault(0)), Method(use.Calls.ElementAtOrDefault(1)), Method(use.Closing));
    }

    private Value Construct() => use.Constructor is { } constructor
        ? Call("construct", constructor, 0)
        : Function("zero", c => c.Machine.New(library.Types.Of(use.Type)));

    private Value Method(FlowFunction? method) => method == null ? default : Call(method.Name, method, 1);

    // Calls a function with what is not known, behind the arguments there are. Variadic ones are left out.
    private Value Call(string name, FlowFunction function, int given)
    {
        var code = library.CodeOf(function, [], default);
        var bound = new Value[1 + code.ParameterCount - given];
        bound[0] = Value.OfObject(new CodeValue(code, []));
        for (var i = 1; i < bound.Length; i++)
        {
            if (i < bound.Length - 1 || function.Object is not { Signature.Variadic: true })
            {
                bound[i] = Value.OfObject(new UnknownValue("argument", state.NextUnknown++));
            }
        }

        return Value.OfObject(new IntrinsicFunction(new Intrinsic($"{Model}.{name}", c => Enter(c, function, given, bound.Length), null), bound));
    }

    private Value Enter(IntrinsicCall call, FlowFunction function, int given, int bound)
    {
        Value[] arguments = [.. call.Arguments.AsSpan(bound), .. call.Arguments.AsSpan(1, bound - 1)];
        if (given > 0 && function.Object is { HasPointerReceiver: false })
        {
            arguments[0] = call.Machine.Load(arguments[0], library.Types.Of(use.Type));
        }

        call.Machine.Enter((CodeValue)call[0].Reference!, arguments);
        call.HasLeft = true;
        return default;
    }

    // The address of the value among the results of its constructor; nil if that is not known.
    private Value Made(IntrinsicCall call)
    {
        var type = library.Types.Of(use.Type);
        var made = call[0];
        if (use.Constructor is { Object.Signature.Results: var results })
        {
            var place = PlaceOfMade([.. results.Vars]);
            if (results.Length > 1)
            {
                var all = made.Cells;
                made = all[place];
                for (var i = 0; i < all.Length; i++)
                {
                    if (i != place)
                    {
                        call.Machine.Expose(all[i]);
                    }
                }
            }

            if (made.Reference is InterfaceValue boxed)
            {
                if (!ReferenceEquals(GoTypes.Deref(boxed.Type.Type), use.Type))
                {
                    return default;
                }

                made = boxed.Value;
            }
            else if (ReferenceEquals(AliasType.Unalias(results.Vars[place].Type), use.Type) && type.IsAggregate && made.Reference is Value[])
            {
                var address = call.Machine.New(type);
                call.Machine.Store(address, made, type);
                made = address;
            }
        }

        if (!made.IsHeap)
        {
            return default;
        }

        ShareFields(call.Machine, made, type);
        return made;
    }

    private void ShareFields(Interpreter machine, Value made, RuntimeType type)
    {
        if (type.Shape is not StructType shape)
        {
            return;
        }

        for (var i = 0; i < shape.Fields.Length; i++)
        {
            if (type.OffsetOf(i) is >= 0 and var offset && use.SharedFields.Any(f => f.Name == shape.Fields[i].Name))
            {
                machine.Expose(machine.Load(Value.Pointer(made.Object, made.Offset + offset), type.Field(i)));
            }
        }
    }

    private int PlaceOfMade(Var[] results) => Array.FindIndex(results, r => ReferenceEquals(GoTypes.Deref(r.Type), use.Type)) is >= 0 and var place
        ? place : Array.FindIndex(results, r => r.Type.Underlying is InterfaceType && !GoTypes.IsError(r.Type));

    private static Value FailureOf(FlowFunction? function)
    {
        var results = function?.Object?.Signature.Results.Vars ?? [];
        var place = results.IsEmpty ? -1 : Array.FindLastIndex([.. results], r => GoTypes.IsError(r.Type));
        return Function("failure", c => place < 0 ? default : results.Length == 1 ? c[0] : c[0].Cells[place]);
    }

    private static Value Share(IntrinsicCall call)
    {
        call.Machine.Expose(call[0]);
        return default;
    }

    private static Value Function(string name, Func<IntrinsicCall, Value> run) =>
        Value.OfObject(new IntrinsicFunction(new Intrinsic($"{Model}.{name}", run, null), []));
}
