using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <content>Calls. Source: Go specification, "Calls", "Conversions", "Built-in functions".</content>
internal sealed partial class SsaBuilder
{
    /// <summary>A call, a conversion, or, with another <paramref name="op"/>, what go or defer does with it.</summary>
    private SsaValue Call(CallExpr node, SsaOp op)
    {
        var fun = Callees.Unparen(node.Fun);
        var known = file.TypeOf(node.Fun);
        if (known.IsType)
        {
            return Conversion(node, known.Type ?? UnknownType.Instance);
        }

        if (Callees.NameOf(node) is { } name && file.UseOf(name) is Builtin builtin && Callees.Unparen(fun) is Ident or SelectorExpr)
        {
            return BuiltinCall(node, builtin, op);
        }

        var signature = known.Type != null ? SsaTypes.Shape(known.Type) as Signature : null;
        var operands = new List<SsaValue>(node.Args.Length + 2);
        var kind = SsaCallKind.Value;
        Func? method = null;
        var target = fun switch
        {
            IndexExpr index when file.TypeOf(index.Index).IsType => Callees.Unparen(index.X),
            IndexListExpr index => Callees.Unparen(index.X),
            _ => fun,
        };
        if (target is SelectorExpr selector
            && file.SelectionOf(selector) is { Kind: SelectionKind.MethodVal, Obj: Func called } selection)
        {
            method = called;
            var reference = new SsaFunctionReference(called, known.Type ?? called.Type, file.InstanceOf(selector.Sel)?.TypeArgs ?? []);
            kind = reference.IsInterfaceMethod ? SsaCallKind.Interface : SsaCallKind.Static;
            operands.Add(reference);
            operands.Add(Receiver(selector, selection, called));
        }
        else
        {
            var callee = Value(node.Fun);
            operands.Add(callee);
            switch (callee)
            {
                case SsaFunctionReference reference:
                    method = reference.Function;
                    kind = reference.IsInterfaceMethod ? SsaCallKind.Interface : SsaCallKind.Static;
                    break;
                case SsaClosure:
                    kind = SsaCallKind.Literal;
                    break;
                case SsaUnknown or SsaInstruction { Op: SsaOp.UnknownMember or SsaOp.Unknown }:
                    kind = SsaCallKind.Unknown;
                    break;
            }
        }

        Arguments(node, signature, operands);
        var type = ResultOf(signature, node);
        var call = Add(new SsaCall(op, kind, method, signature, op == SsaOp.Call ? type : TupleType.Empty, node, [.. operands]));
        if (op == SsaOp.Call && oracle.EndingOf(node) is var ending and not CallEnding.Returns)
        {
            Terminate(new SsaUnreachable(ending, node));
        }

        return call;
    }

    private GoType ResultOf(Signature? signature, CallExpr node)
    {
        if (signature == null)
        {
            return file.TypeOf(node).Type ?? UnknownType.Instance;
        }

        return signature.Results.Length == 1 ? signature.Results.Vars[0].Type : signature.Results;
    }

    private void Arguments(CallExpr node, Signature? signature, List<SsaValue> operands)
    {
        var given = new List<SsaValue>(node.Args.Length);
        if (node.Args.Length == 1 && Callees.Unparen(node.Args[0]) is CallExpr inner
            && file.TypeOf(inner).Type is TupleType { Length: > 1 } several)
        {
            given.AddRange(Parts(inner, several.Length));
        }
        else
        {
            foreach (var argument in node.Args)
            {
                given.Add(Value(argument));
            }
        }

        if (signature == null)
        {
            operands.AddRange(given);
            return;
        }

        var parameters = signature.Params.Vars;
        var packs = signature.Variadic && node.EllipsisPos < 0 && parameters.Length > 0;
        var single = packs ? parameters.Length - 1 : parameters.Length;
        for (var i = 0; i < Math.Min(single, given.Count); i++)
        {
            operands.Add(Convert(given[i], parameters[i].Type, node));
        }

        if (packs)
        {
            operands.Add(Pack(given, single, parameters[^1].Type, node));
        }
        else
        {
            for (var i = single; i < given.Count; i++)
            {
                operands.Add(given[i]);
            }
        }
    }

    private SsaValue Pack(List<SsaValue> given, int from, GoType type, Node syntax)
    {
        if (given.Count <= from)
        {
            return new SsaConst(type, null);
        }

        var elem = SsaTypes.Shape(type) is SliceType slice ? slice.Elem : UnknownType.Instance;
        var packed = new SsaValue[given.Count - from];
        for (var i = 0; i < packed.Length; i++)
        {
            packed[i] = Convert(given[from + i], elem, syntax);
        }

        return Add(new SsaComposite(type, syntax, [.. Enumerable.Range(0, packed.Length)], packed));
    }

    private SsaValue Conversion(CallExpr node, GoType to)
    {
        if (node.Args.Length == 0)
        {
            return Unknown(node, to);
        }

        var value = Value(node.Args[0]);
        if (value is SsaConst { Value: not null } && TypePredicates.IsUntyped(value.Type))
        {
            value = Convert(value, TypePredicates.Default(value.Type), node);
        }

        var converted = Convert(value, to, node);
        return ReferenceEquals(converted, value) && !TypeRelations.Identical(value.Type, to)
            ? Emit(SsaOp.Convert, to, node, value)
            : converted;
    }

    private SsaValue BuiltinCall(CallExpr node, Builtin builtin, SsaOp op)
    {
        var id = builtin.BuiltinId;
        var type = file.TypeOf(node).Type ?? UnknownType.Instance;
        if (op == SsaOp.Call)
        {
            switch (id)
            {
                case BuiltinId.Close when node.Args.Length == 1:
                    return Emit(SsaOp.Close, TupleType.Empty, node, Value(node.Args[0]));
                case BuiltinId.Recover:
                    return Emit(SsaOp.Recover, type, node);
                case BuiltinId.Panic when node.Args.Length == 1:
                    Terminate(new SsaInstruction(SsaOp.Panic, TupleType.Empty, node,
                        Convert(Value(node.Args[0]), Universe.Any, node)));
                    return new SsaConst(TupleType.Empty, null);
                case BuiltinId.New when node.Args.Length == 1:
                    if (file.TypeOf(node.Args[0]).IsType)
                    {
                        return Alloc(TypeOf(node.Args[0]), null, node);
                    }

                    // Since Go 1.26 an expression may say what the new variable holds.
                    var initial = Value(node.Args[0]);
                    var made = Alloc(Elem(type), null, node);
                    Store(made, initial, node);
                    return made;
                case BuiltinId.Make when node.Args.Length >= 1:
                    var sizes = new SsaValue[node.Args.Length - 1];
                    for (var i = 0; i < sizes.Length; i++)
                    {
                        sizes[i] = Subscript(node.Args[i + 1]);
                    }

                    return SsaTypes.Shape(type) switch
                    {
                        ChanType => Emit(SsaOp.MakeChannel, type, node, sizes),
                        MapType => Emit(SsaOp.MakeMap, type, node, sizes),
                        SliceType => Emit(SsaOp.MakeSlice, type, node, sizes),
                        _ => Unknown(node, type, sizes),
                    };
            }
        }

        var operands = new List<SsaValue>(node.Args.Length + 1) { new SsaBuiltin(builtin) };
        var given = new List<SsaValue>(node.Args.Length);
        if (node.Args.Length == 1 && Callees.Unparen(node.Args[0]) is CallExpr inner
            && file.TypeOf(inner).Type is TupleType { Length: > 1 } several)
        {
            given.AddRange(Parts(inner, several.Length));
        }
        else
        {
            foreach (var argument in node.Args)
            {
                if (!file.TypeOf(argument).IsType)
                {
                    given.Add(Value(argument));
                }
            }
        }

        switch (id)
        {
            case BuiltinId.Append when given.Count > 0 && node.EllipsisPos < 0:
                operands.Add(Convert(given[0], type, node));
                operands.Add(Pack(given, 1, type, node));
                break;
            case BuiltinId.Append when given.Count > 0:
                operands.Add(Convert(given[0], type, node));
                operands.AddRange(given.Skip(1));
                break;
            case BuiltinId.Delete when given.Count == 2 && SsaTypes.Shape(given[0].Type) is MapType map:
                operands.Add(given[0]);
                operands.Add(Convert(given[1], map.Key, node));
                break;
            case BuiltinId.Min or BuiltinId.Max:
                operands.AddRange(given.Select(v => Convert(v, type, node)));
                break;
            case BuiltinId.Panic when given.Count == 1:
                operands.Add(Convert(given[0], Universe.Any, node));
                break;
            default:
                operands.AddRange(given.Select(v =>
                    TypePredicates.IsUntyped(v.Type) ? Convert(v, TypePredicates.Default(v.Type), node) : v));
                break;
        }

        return Add(new SsaCall(op, SsaCallKind.Builtin, null, null, op == SsaOp.Call && HasResult(id) ? type : TupleType.Empty,
            node, [.. operands]));
    }

    private static bool HasResult(BuiltinId id) => id is not (BuiltinId.Clear or BuiltinId.Close or BuiltinId.Delete
        or BuiltinId.Panic or BuiltinId.Print or BuiltinId.Println);
}
