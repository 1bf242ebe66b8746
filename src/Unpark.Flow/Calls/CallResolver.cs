using System.Collections.Immutable;
using Unpark.Go.Types;
using static Unpark.Flow.CallFlow;

namespace Unpark.Flow;

/// <summary>Finds out what the calls of functions call, by what flows to them.</summary>
internal sealed class CallResolver
{
    private static readonly object PanicKey = new();
    private static readonly object OutsideKey = new();

    private readonly ImmutableArray<SsaFunction> functions;
    private readonly Dictionary<Func, SsaFunction> byObject;
    private readonly CallFlow flow = new();
    private readonly Dictionary<SsaInstruction, Found> found = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(GoType Type, Func Method), Selection?> methods = [];
    private readonly HashSet<(SsaInstruction Call, object Target)> linked = [];
    private readonly HashSet<SsaFunction> opened = [];
    private readonly int outside;

    public CallResolver(ImmutableArray<SsaFunction> functions, Dictionary<Func, SsaFunction> byObject)
    {
        this.functions = functions;
        this.byObject = byObject;
        outside = flow.Node(OutsideKey);
    }

    public Dictionary<SsaInstruction, CallTargets> Run()
    {
        // What leaves the packages may be called with anything.
        flow.Listen(outside, item =>
        {
            switch (flow.Value(item))
            {
                case SsaFunction function:
                    Open(function);
                    break;
                case BoundMethod bound when byObject.TryGetValue(bound.Method.Origin, out var method):
                    Open(method);
                    break;
            }
        });
        foreach (var function in functions)
        {
            if (function.Object is { Exported: true } && function.Package.Package.Package.Name != "main")
            {
                Open(function);
            }

            foreach (var block in function.Blocks)
            {
                foreach (var instruction in block.Instructions)
                {
                    Instruction(instruction, function);
                }
            }
        }

        flow.Run();
        var result = new Dictionary<SsaInstruction, CallTargets>(found.Count, ReferenceEqualityComparer.Instance);
        foreach (var (call, targets) in found)
        {
            result.Add(call, new CallTargets([.. targets.Functions], [.. targets.Outside],
                targets is { IsOpen: false } && targets.Functions.Count + targets.Outside.Count > 0));
        }

        return result;
    }

    private static bool Matters(GoType type) => SsaTypes.Shape(type) is Signature or InterfaceType or UnknownType;

    private void Open(SsaFunction function)
    {
        if (!opened.Add(function))
        {
            return;
        }

        foreach (var parameter in function.Parameters)
        {
            if (Matters(parameter.Type))
            {
                flow.Add(flow.Node(parameter), Unknown);
            }
        }
    }

    /// <summary>The node of a value, with what it is if that is known on the spot; -1 if nothing of interest flows in it.</summary>
    private int NodeOf(SsaValue value)
    {
        if (!Matters(value.Type))
        {
            return -1;
        }

        switch (value)
        {
            case SsaConst:
                return -1;
            case SsaFunctionReference reference:
                var node = flow.Node(reference);
                flow.Add(node, ItemOf(reference.Function));
                return node;
            case SsaUnknown:
                node = flow.Node(value);
                flow.Add(node, Unknown);
                return node;
            default:
                return flow.Node(value);
        }
    }

    private int ItemOf(Func function) => byObject.TryGetValue(function.Origin, out var body)
        ? flow.Item(body)
        : flow.Item(function.Origin);

    private void Move(SsaValue from, int to)
    {
        if (to >= 0 && NodeOf(from) is var node and >= 0)
        {
            flow.Edge(node, to);
        }
    }

    private void Move(int from, SsaValue to)
    {
        if (from >= 0 && Matters(to.Type))
        {
            flow.Edge(from, flow.Node(to));
        }
    }

    private int Element(ElementKind kind, GoType type) => Matters(type) ? flow.Node(new ElementKey(kind, type)) : -1;

    /// <summary>The node of the variable at an address.</summary>
    private int Cell(SsaValue address)
    {
        if (SsaTypes.Shape(address.Type) is not PointerType { Elem: var elem } || !Matters(elem))
        {
            return -1;
        }

        switch (address)
        {
            case SsaFieldAccess field:
                return FieldNode(field.Field);
            case SsaGlobal global:
                return VariableNode(global.Variable);
            case SsaAlloc or SsaFreeVariable { IsByReference: true }:
                return flow.Node(new CellKey(address));
            case SsaInstruction { Op: SsaOp.IndexAddress }:
                return Element(ElementKind.Slice, elem);
            default:
                return Element(ElementKind.Pointer, elem);
        }
    }

    private int FieldNode(Var field) => VariableNode(field.Origin);

    // What is exported may be set by others.
    private int VariableNode(Var variable)
    {
        var known = flow.Find(variable);
        if (known >= 0)
        {
            return known;
        }

        var node = flow.Node(variable);
        if (variable.Exported && variable.Package?.Name != "main")
        {
            flow.Add(node, Unknown);
            flow.Edge(node, outside);
        }

        return node;
    }

    private void Instruction(SsaInstruction instruction, SsaFunction function)
    {
        var operands = instruction.OperandArray;
        Addresses(instruction);
        switch (instruction)
        {
            case SsaCall call:
                Call(call);
                break;
            case SsaPhi or { Op: SsaOp.ChangeType or SsaOp.ChangeInterface or SsaOp.Convert or SsaOp.TypeAssert }:
                foreach (var operand in operands)
                {
                    Move(operand, NodeOf(instruction));
                }

                break;
            case { Op: SsaOp.MakeInterface }:
                var node = NodeOf(instruction);
                Move(operands[0], node);
                flow.Add(node, flow.Item(new TypeItem(operands[0].Type)));
                break;
            case SsaClosure closure:
                flow.Add(flow.Node(closure), flow.Item(closure.Function.Ssa));
                Captured(closure);
                break;
            case SsaMethodValue bound:
                MethodValue(bound);
                break;
            case { Op: SsaOp.Load }:
                Move(Cell(operands[0]), instruction);
                break;
            case { Op: SsaOp.Store }:
                Move(operands[1], Cell(operands[0]));
                break;
            case SsaFieldAccess { Op: SsaOp.Field } field when Matters(field.Type):
                Move(FieldNode(field.Field), instruction);
                break;
            case { Op: SsaOp.Index }:
                Move(Element(ElementKind.Slice, instruction.Type), instruction);
                break;
            case { Op: SsaOp.MapIndex }:
                Move(Element(ElementKind.MapValue, instruction.Type), instruction);
                break;
            case { Op: SsaOp.MapUpdate } when SsaTypes.Shape(operands[0].Type) is MapType map:
                Move(operands[1], Element(ElementKind.MapKey, map.Key));
                Move(operands[2], Element(ElementKind.MapValue, map.Elem));
                break;
            case { Op: SsaOp.Composite }:
                Composite(instruction);
                break;
            case { Op: SsaOp.Send } when SsaTypes.Shape(operands[0].Type) is ChanType channel:
                Move(operands[1], Element(ElementKind.Channel, channel.Elem));
                break;
            case SsaSelect select:
                foreach (var one in select.Cases)
                {
                    if (select.Sent(one) is { } sent && SsaTypes.Shape(select.Channel(one)!.Type) is ChanType type)
                    {
                        Move(sent, Element(ElementKind.Channel, type.Elem));
                    }
                }

                break;
            case { Op: SsaOp.Receive or SsaOp.SelectReceive }:
                Move(Element(ElementKind.Channel, instruction.Type), instruction);
                break;
            case { Op: SsaOp.Range } when SsaTypes.Shape(operands[0].Type) is Signature:
                RangeCall(instruction);
                break;
            case { Op: SsaOp.RangeKey or SsaOp.RangeValue }:
                Iteration(instruction);
                break;
            case SsaExtract extract when Matters(extract.Type):
                Move(flow.Node(new ResultKey(operands[0], extract.Index)), extract);
                break;
            case { Op: SsaOp.Return }:
                for (var i = 0; i < operands.Length; i++)
                {
                    if (Matters(operands[i].Type))
                    {
                        Move(operands[i], flow.Node(new ResultKey(function, i)));
                    }
                }

                break;
            case { Op: SsaOp.Panic }:
                Move(operands[0], flow.Node(PanicKey));
                break;
            case { Op: SsaOp.Recover }:
                Move(flow.Node(PanicKey), instruction);
                flow.Add(flow.Node(instruction), Unknown);
                break;
            case { Op: SsaOp.UnknownMember or SsaOp.Unknown }:
                flow.Add(flow.Node(instruction), Unknown);
                foreach (var operand in operands)
                {
                    Move(operand, outside);
                }

                break;
        }
    }

    // An address that is not only loaded from and stored to is one of all pointers with its type.
    private void Addresses(SsaInstruction instruction)
    {
        var operands = instruction.OperandArray;
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i] is SsaAlloc or SsaFieldAccess { Op: SsaOp.FieldAddress } or SsaGlobal
                or SsaFreeVariable { IsByReference: true } or SsaInstruction { Op: SsaOp.IndexAddress }
                && !(i == 0 && instruction.Op is SsaOp.Load or SsaOp.Store or SsaOp.FieldAddress or SsaOp.IndexAddress)
                && instruction is not SsaClosure
                && Cell(operands[i]) is var cell and >= 0
                && SsaTypes.Shape(operands[i].Type) is PointerType { Elem: var elem })
            {
                var pointer = Element(ElementKind.Pointer, elem);
                flow.Edge(cell, pointer);
                flow.Edge(pointer, cell);
            }
        }
    }

    private void Captured(SsaClosure closure)
    {
        var literal = closure.Function.Ssa;
        for (var i = 0; i < closure.OperandArray.Length; i++)
        {
            var free = literal.FreeVariables[i];
            if (!free.IsByReference)
            {
                Move(closure.OperandArray[i], NodeOf(free));
            }
            else if (Cell(closure.OperandArray[i]) is var outer and >= 0 && Cell(free) is var inner and >= 0)
            {
                flow.Edge(outer, inner);
                flow.Edge(inner, outer);
            }
        }
    }

    private void MethodValue(SsaMethodValue bound)
    {
        var receiver = bound.OperandArray[0];
        var node = flow.Node(bound);
        if (bound.Method.Signature.Recv?.Type.Underlying is not InterfaceType)
        {
            flow.Add(node, flow.Item(new BoundMethod(bound.Method.Origin)));
            if (byObject.TryGetValue(bound.Method.Origin, out var method) && method.Parameters is [var first, ..])
            {
                Move(receiver, NodeOf(first));
            }

            return;
        }

        Dispatch(NodeOf(receiver), bound.Method, method =>
            flow.Add(node, method == null ? Unknown : flow.Item(new BoundMethod(method))));
    }

    private void Composite(SsaInstruction instruction)
    {
        var operands = instruction.OperandArray;
        switch (SsaTypes.Shape(instruction.Type))
        {
            case MapType map:
                for (var i = 0; i + 1 < operands.Length; i += 2)
                {
                    Move(operands[i], Element(ElementKind.MapKey, map.Key));
                    Move(operands[i + 1], Element(ElementKind.MapValue, map.Elem));
                }

                break;
            case SliceType { Elem: var elem }:
                Elements(elem);
                break;
            case ArrayType { Elem: var elem }:
                Elements(elem);
                break;
        }

        void Elements(GoType elem)
        {
            var node = Element(ElementKind.Slice, elem);
            foreach (var operand in operands)
            {
                Move(operand, node);
            }
        }
    }

    private void Iteration(SsaInstruction instruction)
    {
        if (!Matters(instruction.Type) || instruction.OperandArray[0] is not SsaInstruction { OperandArray: [var range] }
            || range is not SsaInstruction { OperandArray: [var over] })
        {
            return;
        }

        switch (SsaTypes.Shape(over.Type))
        {
            case MapType:
                Move(Element(instruction.Op == SsaOp.RangeKey ? ElementKind.MapKey : ElementKind.MapValue, instruction.Type),
                    instruction);
                break;
            case Signature:
                flow.Add(flow.Node(instruction), Unknown);
                break;
            default:
                Move(Element(ElementKind.Slice, instruction.Type), instruction);
                break;
        }
    }

    private Found FoundOf(SsaInstruction call)
    {
        if (!found.TryGetValue(call, out var targets))
        {
            targets = new Found();
            found.Add(call, targets);
        }

        return targets;
    }

    private void RangeCall(SsaInstruction range)
    {
        var targets = FoundOf(range);
        Function(range.OperandArray[0], item => Link(range, targets, flow.Value(item), hasReceiver: false));
    }

    private void Function(SsaValue value, Action<int> listener)
    {
        var node = NodeOf(value);
        if (node >= 0)
        {
            flow.Listen(node, listener);
        }
    }

    private void Call(SsaCall call)
    {
        if (call.Kind == SsaCallKind.Builtin)
        {
            Builtin(call);
            return;
        }

        var targets = FoundOf(call);
        switch (call.Kind)
        {
            case SsaCallKind.Static:
                Link(call, targets, byObject.TryGetValue(call.Method!.Origin, out var body) ? body : call.Method.Origin, true);
                break;
            case SsaCallKind.Literal:
                Link(call, targets, ((SsaClosure)call.Callee).Function.Ssa, true);
                break;
            case SsaCallKind.Interface when call.ArgumentCount > 0:
                var receiver = NodeOf(call.Argument(0));
                Dispatch(receiver, call.Method!, method =>
                {
                    if (method == null)
                    {
                        Link(call, targets, null, true);
                        return;
                    }

                    var target = byObject.TryGetValue(method.Origin, out var implementation);
                    Link(call, targets, target ? implementation : method.Origin, true);
                    if (target && receiver >= 0 && implementation!.Parameters is [var self, ..])
                    {
                        // A receiver that is a function itself came along with the interface value.
                        Move(receiver, self);
                    }
                });
                break;
            case SsaCallKind.Value:
                Function(call.Callee, item => Link(call, targets, flow.Value(item), hasReceiver: false));
                break;
            default:
                Link(call, targets, null, true);
                break;
        }
    }

    private void Builtin(SsaCall call)
    {
        if (call.Builtin == BuiltinId.Panic && call.ArgumentCount == 1)
        {
            Move(call.Argument(0), flow.Node(PanicKey));
        }
    }

    /// <summary>Finds the methods that calling one of an interface calls; null for one that is not known.</summary>
    private void Dispatch(int receiver, Func method, Action<Func?> listener)
    {
        if (receiver >= 0)
        {
            flow.Listen(Methods(receiver, method), item => listener((flow.Value(item) as BoundMethod)?.Method));
        }
    }

    /// <summary>The node of the methods with a name of what a node holds.</summary>
    private int Methods(int receiver, Func method)
    {
        var key = new DispatchKey(receiver, method.Id);
        var known = flow.Find(key);
        if (known >= 0)
        {
            return known;
        }

        var node = flow.Node(key);
        flow.Listen(receiver, item =>
        {
            switch (flow.Value(item))
            {
                case null:
                    flow.Add(node, Unknown);
                    break;
                case TypeItem { Type: var type }:
                    Method(type, method, node);
                    break;
            }
        });
        return node;
    }

    private void Method(GoType type, Func method, int node)
    {
        if (TypePredicates.IsTypeParam(type))
        {
            flow.Add(node, Unknown);
            return;
        }

        if (!methods.TryGetValue((type, method.Origin), out var selection))
        {
            selection = Lookup.SelectionOf(type, true, method.Package, method.Name);
            methods.Add((type, method.Origin), selection);
        }

        if (selection?.Obj is not Func implementation)
        {
            return;
        }

        if (implementation.Signature.Recv?.Type.Underlying is not InterfaceType)
        {
            flow.Add(node, flow.Item(new BoundMethod(implementation.Origin)));
        }
        else if (EmbeddedField(type, selection) is { } field)
        {
            // A struct that embeds an interface has the method of whatever the field holds.
            flow.Edge(Methods(FieldNode(field), implementation), node);
        }
        else
        {
            flow.Add(node, Unknown);
        }
    }

    private static Var? EmbeddedField(GoType type, Selection selection)
    {
        Var? field = null;
        for (var i = 0; i < selection.Index.Length - 1; i++)
        {
            if (GoTypes.Deref(type).Underlying is not StructType structType || selection.Index[i] >= structType.Fields.Length)
            {
                return null;
            }

            field = structType.Fields[selection.Index[i]];
            type = field.Type;
        }

        return field;
    }

    /// <summary>Binds arguments to parameters and results to the call.</summary>
    private void Link(SsaInstruction call, Found targets, object? target, bool hasReceiver)
    {
        if (target is TypeItem || !linked.Add((call, target ?? OutsideKey)))
        {
            return;
        }

        var shift = 0;
        if (target is BoundMethod bound)
        {
            target = byObject.TryGetValue(bound.Method, out var method) ? method : bound.Method;
            shift = hasReceiver ? 0 : 1;
        }

        if (target is SsaFunction function)
        {
            targets.Functions.Add(function);
            if (call is SsaCall known)
            {
                for (var i = 0; i < known.ArgumentCount && i + shift < function.Parameters.Length; i++)
                {
                    var parameter = function.Parameters[i + shift];
                    Move(known.Argument(i), NodeOf(parameter));
                }

                for (var i = 0; i < function.Signature.Results.Length; i++)
                {
                    if (Matters(function.Signature.Results.Vars[i].Type))
                    {
                        Result(known, i, flow.Node(new ResultKey(function, i)), function.Signature.Results.Length);
                    }
                }
            }
            else
            {
                Open(function);
            }

            return;
        }

        if (target is Func outsideFunction)
        {
            targets.Outside.Add(outsideFunction);
        }
        else
        {
            targets.IsOpen = true;
        }

        if (call is SsaCall unknown)
        {
            for (var i = 0; i < unknown.ArgumentCount; i++)
            {
                Move(unknown.Argument(i), outside);
                if (SsaTypes.Shape(unknown.Argument(i).Type) is SliceType { Elem: var elem } && Matters(elem)
                    && unknown.Argument(i) is SsaInstruction { Op: SsaOp.Composite } packed)
                {
                    foreach (var operand in packed.OperandArray)
                    {
                        Move(operand, outside);
                    }
                }
            }

            var results = unknown.Type is TupleType several ? several.Length : 1;
            for (var i = 0; i < results; i++)
            {
                var type = unknown.Type is TupleType tuple ? tuple.Vars[i].Type : unknown.Type;
                if (Matters(type))
                {
                    flow.Add(results == 1 && unknown.Type is not TupleType
                        ? flow.Node(unknown)
                        : flow.Node(new ResultKey(unknown, i)), Unknown);
                }
            }
        }
    }

    private void Result(SsaCall call, int index, int from, int count)
    {
        if (count == 1)
        {
            Move(from, call);
        }
        else
        {
            flow.Edge(from, flow.Node(new ResultKey(call, index)));
        }
    }

    private sealed class Found
    {
        public List<SsaFunction> Functions { get; } = [];

        public List<Func> Outside { get; } = [];

        public bool IsOpen { get; set; }
    }
}
