using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <content>Expressions. Source: Go specification, "Expressions".</content>
internal sealed partial class SsaBuilder
{
    /// <summary>Evaluates an expression for its first value.</summary>
    private SsaValue Value(Expr expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return StackGuard.Run((Builder: this, expression), static at => at.Builder.ValueHere(at.expression));
        }

        return ValueHere(expression);
    }

    private SsaValue ValueHere(Expr expression)
    {
        var known = file.TypeOf(expression);
        if (known.Value is { Kind: not ConstantKind.Unknown } constant && known.Type != null)
        {
            return new SsaConst(known.Type, constant);
        }

        switch (expression)
        {
            case ParenExpr node:
                return Value(node.X);
            case Ident node:
                return Named(node, node, known.Type);
            case BasicLit node:
                return Unknown(node, known.Type);
            case FuncLit node:
                return Closure(node);
            case CompositeLit node:
                return Literal(node, address: false);
            case UnaryExpr { Op: TokenKind.And } node:
                return Callees.Unparen(node.X) is CompositeLit literal ? Literal(literal, address: true) : Address(node.X);
            case UnaryExpr { Op: TokenKind.Arrow } node:
                return Receive(node);
            case UnaryExpr node:
                var operand = Value(node.X);
                var type = Known(known.Type, operand.Type);
                return Add(new SsaOperation(node.Op, type, node, Convert(operand, type, node)));
            case BinaryExpr { Op: TokenKind.LAnd or TokenKind.LOr } node:
                return ShortCircuit(node);
            case BinaryExpr node:
                var left = Value(node.X);
                var right = Value(node.Y);
                return Operation(node.Op, left, right, Known(known.Type, left.Type), node);
            case StarExpr node:
                var pointer = Value(node.X);
                return Load(pointer, node);
            case SelectorExpr node:
                return Selector(node, known.Type);
            case IndexExpr node:
                return Index(node, known.Type);
            case IndexListExpr node:
                return Instantiated(node.X, known.Type);
            case SliceExpr node:
                return Slice(node, known.Type);
            case TypeAssertExpr { Type: { } asserted } node:
                return Emit(SsaOp.TypeAssert, TypeOf(asserted), node, Value(node.X));
            case CallExpr node:
                return Call(node, SsaOp.Call);
            default:
                return Unknown(expression, known.Type);
        }
    }

    private static GoType Known(GoType? type, GoType otherwise) =>
        type == null ? otherwise : TypePredicates.Default(type);

    /// <summary>Evaluates an expression that gives several values.</summary>
    private SsaValue[] Parts(Expr expression, int count)
    {
        var inner = Callees.Unparen(expression);
        var value = Value(inner);
        var parts = new SsaValue[count];
        if (value is SsaInstruction { Op: SsaOp.MapIndex or SsaOp.TypeAssert or SsaOp.Receive } first && count == 2)
        {
            first.HasOk = true;
            parts[0] = first;
            parts[1] = Emit(SsaOp.Ok, Universe.Bool, inner, first);
            return parts;
        }

        for (var i = 0; i < count; i++)
        {
            var type = value.Type is TupleType tuple && i < tuple.Length ? tuple.Vars[i].Type : UnknownType.Instance;
            parts[i] = Add(new SsaExtract(value, i, type, inner));
        }

        return parts;
    }

    private SsaValue Named(Ident name, Expr expression, GoType? type) => (file.UseOf(name) ?? file.DefOf(name)) switch
    {
        Nil => new SsaConst(type ?? Universe.UntypedNil, null),
        Var variable => ValueOf(variable, name),
        Func function => new SsaFunctionReference(function, type ?? function.Type, file.InstanceOf(name)?.TypeArgs ?? []),
        Builtin builtin => new SsaBuiltin(builtin),
        UnknownObject unknown => new SsaUnknown(type ?? unknown.Type, unknown.ImportPath, unknown.Name),
        Const constant => new SsaConst(type ?? constant.Type, constant.Value),
        _ => new SsaUnknown(type ?? UnknownType.Instance, null, name.Name),
    };

    private SsaValue ValueOf(Var variable, Ident syntax) =>
        free.TryGetValue(variable, out var captured) && !captured.IsByReference
            ? captured
            : Load(AddressOf(variable, syntax), syntax);

    private SsaValue AddressOf(Var variable, Node syntax)
    {
        if (addresses.TryGetValue(variable, out var address))
        {
            return address;
        }

        if (variable.Kind == VarKind.Package)
        {
            return Global(variable);
        }

        if (free.TryGetValue(variable, out var captured))
        {
            return captured.IsByReference ? captured : Spill(captured, syntax);
        }

        return Unknown(syntax, new PointerType(variable.Type));
    }

    private SsaGlobal Global(Var variable) => package.GlobalOf(variable);

    /// <summary>A value as a variable, where Go needs one: a method of a pointer, a part of an array.</summary>
    private SsaAlloc Spill(SsaValue value, Node syntax)
    {
        var alloc = Alloc(value.Type, null, syntax);
        Emit(SsaOp.Store, TupleType.Empty, syntax, alloc, value);
        return alloc;
    }

    /// <summary>True if the operand is a variable in memory, so that its parts are too.</summary>
    private bool IsInMemory(Expr expression)
    {
        expression = Callees.Unparen(expression);
        return file.TypeOf(expression).Mode == OperandMode.Variable && expression switch
        {
            Ident name => file.ObjectOf(name) is Var variable
                && !(free.TryGetValue(variable, out var captured) && !captured.IsByReference),
            SelectorExpr selector => file.SelectionOf(selector) == null || IsPointer(selector.X) || IsInMemory(selector.X),
            IndexExpr index => SsaTypes.Shape(TypeOf(index.X)) is not ArrayType || IsInMemory(index.X),
            _ => true,
        };
    }

    private bool IsPointer(Expr expression) => SsaTypes.Shape(TypeOf(expression)) is PointerType;

    private SsaValue Address(Expr expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return StackGuard.Run((Builder: this, expression), static at => at.Builder.Address(at.expression));
        }

        switch (expression)
        {
            case ParenExpr node:
                return Address(node.X);
            case Ident node when file.ObjectOf(node) is Var variable:
                return AddressOf(variable, node);
            case StarExpr node:
                return Value(node.X);
            case SelectorExpr node when file.SelectionOf(node) is { Kind: SelectionKind.FieldVal } selection:
                var (found, isAddress) = Walk(Base(node.X), selection.Index.AsSpan(), node);
                return isAddress ? found : Spill(found, node);
            case SelectorExpr node when file.UseOf(node.Sel) is Var { Kind: VarKind.Package } variable:
                return Global(variable);
            case IndexExpr node when SsaTypes.Shape(TypeOf(node.X)) is SliceType slice:
                return Emit(SsaOp.IndexAddress, new PointerType(slice.Elem), node, Value(node.X), Subscript(node.Index));
            case IndexExpr node when SsaTypes.Shape(TypeOf(node.X)) is PointerType { Elem: var pointed }
                && SsaTypes.Shape(pointed) is ArrayType array:
                return Emit(SsaOp.IndexAddress, new PointerType(array.Elem), node, Value(node.X), Subscript(node.Index));
            case IndexExpr node when SsaTypes.Shape(TypeOf(node.X)) is ArrayType array:
                return Emit(SsaOp.IndexAddress, new PointerType(array.Elem), node, Address(node.X), Subscript(node.Index));
            case CompositeLit node:
                return Literal(node, address: true);
            default:
                return Spill(Value(expression), expression);
        }
    }

    private SsaValue Subscript(Expr index)
    {
        var value = Value(index);
        return TypePredicates.IsUntyped(value.Type) ? Convert(value, Universe.Int, index) : value;
    }

    /// <summary>What fields are selected of: a pointer to a struct if there is one, otherwise the struct.</summary>
    private SsaValue Base(Expr operand) => !IsPointer(operand) && IsInMemory(operand) ? Address(operand) : Value(operand);

    /// <summary>Follows fields, through embedded pointers; gives the last one's address if there is one.</summary>
    private (SsaValue Value, bool IsAddress) Walk(SsaValue value, ReadOnlySpan<int> path, Node syntax)
    {
        var isAddress = false;
        foreach (var index in path)
        {
            if (isAddress && SsaTypes.Shape(Elem(value.Type)) is PointerType)
            {
                value = Load(value, syntax);
            }

            var shape = SsaTypes.Shape(value.Type);
            isAddress = shape is PointerType;
            var of = isAddress ? SsaTypes.Shape(Elem(value.Type)) : shape;
            if (of is not StructType structType || index >= structType.Fields.Length)
            {
                return (Unknown(syntax, null, value), false);
            }

            value = Add(new SsaFieldAccess(isAddress ? SsaOp.FieldAddress : SsaOp.Field, structType.Fields[index], index,
                syntax, value));
        }

        return (value, isAddress);
    }

    private SsaValue Selector(SelectorExpr node, GoType? type)
    {
        if (file.SelectionOf(node) is not { } selection)
        {
            switch (file.UseOf(node.Sel))
            {
                case Var { Kind: VarKind.Package } variable:
                    return Load(Global(variable), node);
                case Func function when !function.IsMethod || node.X is not Ident:
                    return new SsaFunctionReference(function, type ?? function.Type,
                        file.InstanceOf(node.Sel)?.TypeArgs ?? []);
                case UnknownObject { Owner: null } unknown when IsPackageName(node.X):
                    return new SsaUnknown(type ?? unknown.Type, unknown.ImportPath, unknown.Name);
                case Builtin builtin:
                    return new SsaBuiltin(builtin);
                case Const constant:
                    return new SsaConst(type ?? constant.Type, constant.Value);
                default:
                    return IsPackageName(node.X) || file.TypeOf(node.X).IsType
                        ? new SsaUnknown(type ?? UnknownType.Instance, null, node.Sel.Name)
                        : Emit(SsaOp.UnknownMember, type ?? UnknownType.Instance, node, Value(node.X));
            }
        }

        switch (selection.Kind)
        {
            case SelectionKind.FieldVal:
                var (value, isAddress) = Walk(Base(node.X), selection.Index.AsSpan(), node);
                return isAddress ? Load(value, node) : value;
            case SelectionKind.MethodVal when selection.Obj is Func method:
                return Add(new SsaMethodValue(method, type ?? selection.Type, node, Receiver(node, selection, method), file.InstanceOf(node.Sel)?.TypeArgs ?? []));
            case SelectionKind.MethodExpr when selection.Obj is Func method:
                return new SsaFunctionReference(method, type ?? selection.Type, file.InstanceOf(node.Sel)?.TypeArgs ?? []);
            default:
                return Unknown(node, type, Value(node.X));
        }
    }

    private bool IsPackageName(Expr expression) => expression is Ident name && file.UseOf(name) is PkgName;

    /// <summary>What a method is called on: the operand, or an embedded field of it, or the address of either.</summary>
    private SsaValue Receiver(SelectorExpr node, Selection selection, Func method)
    {
        var path = selection.Index.AsSpan(0, selection.Index.Length - 1);
        var ofInterface = method.Signature.Recv is { } recv && recv.Type.Underlying is InterfaceType;
        var value = !ofInterface && method.HasPointerReceiver && !IsPointer(node.X) && path.Length == 0
            ? Address(node.X)
            : path.Length == 0 ? Value(node.X) : Base(node.X);
        var isAddress = path.Length == 0 && !ReferenceEquals(value.Type, TypeOf(node.X)) && method.HasPointerReceiver
            && !ofInterface && !IsPointer(node.X);
        if (path.Length > 0)
        {
            (value, isAddress) = Walk(value, path, node);
            if (isAddress && SsaTypes.Shape(Elem(value.Type)) is PointerType or InterfaceType)
            {
                value = Load(value, node);
                isAddress = false;
            }
        }

        if (ofInterface)
        {
            return isAddress ? Load(value, node) : value;
        }

        if (method.HasPointerReceiver)
        {
            return isAddress || SsaTypes.Shape(value.Type) is PointerType ? value : Spill(value, node);
        }

        return isAddress || (SsaTypes.Shape(value.Type) is PointerType && !IsPointerReceiver(method))
            ? Load(value, node)
            : value;
    }

    // A named type may be a pointer itself, though it then has no methods; a type parameter may stand for one.
    private static bool IsPointerReceiver(Func method) =>
        method.Signature.Recv is { } recv && recv.Type.Underlying is PointerType;

    private SsaValue Index(IndexExpr node, GoType? type)
    {
        if (file.TypeOf(node.Index).IsType)
        {
            return Instantiated(node.X, type);
        }

        switch (SsaTypes.Shape(TypeOf(node.X)))
        {
            case MapType map:
                var of = Value(node.X);
                return Emit(SsaOp.MapIndex, map.Elem, node, of, Convert(Value(node.Index), map.Key, node.Index));
            case SliceType:
            case PointerType { Elem: var pointed } when SsaTypes.Shape(pointed) is ArrayType:
                return Load(Address(node), node);
            case ArrayType array:
                return IsInMemory(node.X)
                    ? Load(Address(node), node)
                    : Emit(SsaOp.Index, array.Elem, node, Value(node.X), Subscript(node.Index));
            case BasicType:
                return Emit(SsaOp.Index, Universe.Byte, node, Value(node.X), Subscript(node.Index));
            default:
                return Unknown(node, type, Value(node.X), Value(node.Index));
        }
    }

    private SsaValue Instantiated(Expr generic, GoType? type) => Value(generic) switch
    {
        SsaFunctionReference function => new SsaFunctionReference(function.Function, type ?? function.Type, function.TypeArgs),
        var other => other,
    };

    private SsaSlice Slice(SliceExpr node, GoType? type)
    {
        var operands = new List<SsaValue>(4)
        {
            SsaTypes.Shape(TypeOf(node.X)) is ArrayType ? Address(node.X) : Value(node.X),
        };
        foreach (var bound in (ReadOnlySpan<Expr?>)[node.Low, node.High, node.Max])
        {
            if (bound != null)
            {
                operands.Add(Subscript(bound));
            }
        }

        return Add(new SsaSlice(type ?? UnknownType.Instance, node, node.Low != null, node.High != null, node.Max != null,
            [.. operands]));
    }

    private SsaInstruction Receive(UnaryExpr node)
    {
        var channel = Value(node.X);
        var elem = SsaTypes.Shape(channel.Type) is ChanType { Elem: var known } ? known : UnknownType.Instance;
        return Emit(SsaOp.Receive, elem, node, channel);
    }

    private SsaInstruction ShortCircuit(BinaryExpr node)
    {
        var type = Known(file.TypeOf(node).Type, Universe.Bool);
        var whole = Alloc(type, null, node);
        var yes = NewBlock(FlowBlockKind.Operand);
        var no = NewBlock(FlowBlockKind.Operand);
        var done = NewBlock(FlowBlockKind.Follow);
        Condition(node, yes, no);
        Begin(yes);
        Store(whole, new SsaConst(type, ConstantValue.MakeBool(true)), node);
        Jump(done);
        Begin(no);
        Store(whole, new SsaConst(type, ConstantValue.MakeBool(false)), node);
        Jump(done);
        Begin(done);
        return Load(whole, node);
    }

    private SsaOperation Operation(TokenKind operation, SsaValue left, SsaValue right, GoType type, Node syntax)
    {
        switch (operation)
        {
            case TokenKind.Shl or TokenKind.Shr:
                left = Convert(left, type, syntax);
                if (TypePredicates.IsUntyped(right.Type))
                {
                    right = Convert(right, Universe.Uint, syntax);
                }

                break;
            case TokenKind.Eql or TokenKind.Neq or TokenKind.Lss or TokenKind.Leq or TokenKind.Gtr or TokenKind.Geq:
                if (TypePredicates.IsUntyped(left.Type) && TypePredicates.IsUntyped(right.Type))
                {
                    var both = TypePredicates.Default(TypePredicates.MaxType(left.Type, right.Type) ?? left.Type);
                    left = Convert(left, both, syntax);
                    right = Convert(right, both, syntax);
                }
                else if (TypePredicates.IsUntyped(left.Type) || (TypePredicates.IsNonTypeParamInterface(right.Type)
                    && !TypePredicates.IsNonTypeParamInterface(left.Type))
                    || (TypePredicates.IsNonTypeParamInterface(left.Type)
                        && TypePredicates.IsNonTypeParamInterface(right.Type)
                        && !TypeRelations.AssignableTo(right.Type, left.Type)))
                {
                    left = Convert(left, right.Type, syntax);
                }
                else
                {
                    right = Convert(right, left.Type, syntax);
                }

                break;
            default:
                left = Convert(left, type, syntax);
                right = Convert(right, type, syntax);
                break;
        }

        return Add(new SsaOperation(operation, type, syntax, left, right));
    }

    private SsaInstruction Closure(FuncLit node)
    {
        var type = TypeOf(node);
        if (package.FunctionOf(node) is not { } function)
        {
            return Unknown(node, type);
        }

        var captured = function.Captures.Of(function);
        var operands = new SsaValue[captured.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            var variable = captured[i];
            if (function.Captures.IsConstant(variable))
            {
                operands[i] = free.TryGetValue(variable, out var own) && !own.IsByReference
                    ? own
                    : Load(AddressOf(variable, node), node);
            }
            else
            {
                operands[i] = AddressOf(variable, node);
            }
        }

        return Add(new SsaClosure(function, type, node, operands));
    }

    private SsaInstruction Literal(CompositeLit node, bool address)
    {
        var type = TypeOf(node);
        if (SsaTypes.Shape(type) is PointerType { Elem: var elem })
        {
            // An element of a literal whose &T is left out.
            type = elem;
            address = true;
        }

        switch (SsaTypes.Shape(type))
        {
            case StructType structType:
                var alloc = Alloc(type, null, node);
                Fields(node, structType, alloc);
                return address ? alloc : Load(alloc, node);
            case SliceType or ArrayType or MapType:
                var value = Elements(node, type);
                return address ? Spill(value, node) : value;
            default:
                var parts = new SsaValue[node.Elts.Length];
                for (var i = 0; i < parts.Length; i++)
                {
                    parts[i] = Value(node.Elts[i] is KeyValueExpr pair ? pair.Value : node.Elts[i]);
                }

                return Unknown(node, address ? new PointerType(type) : type, parts);
        }
    }

    private void Fields(CompositeLit node, StructType type, SsaAlloc alloc)
    {
        for (var i = 0; i < node.Elts.Length; i++)
        {
            var index = i;
            var element = node.Elts[i];
            if (element is KeyValueExpr pair)
            {
                element = pair.Value;
                index = -1;
                for (var f = 0; f < type.Fields.Length && index < 0 && pair.Key is Ident key; f++)
                {
                    index = type.Fields[f].Name == key.Name ? f : -1;
                }
            }

            var value = Value(element);
            if (node.Elts[i] is KeyValueExpr { Key: Ident promoted } && index < 0
                && Lookup.SelectionOf(alloc.Elem, addressable: true, package.Package.Package, promoted.Name) is { Obj: Var { IsField: true } } selection
                && Walk(alloc, selection.Index.AsSpan(), element) is { IsAddress: true, Value: var place })
            {
                // A field of an embedded struct (since Go 1.27).
                Store(place, value, element);
            }
            else if (index >= 0 && index < type.Fields.Length)
            {
                Store(Add(new SsaFieldAccess(SsaOp.FieldAddress, type.Fields[index], index, element, alloc)), value, element);
            }
        }
    }

    private SsaComposite Elements(CompositeLit node, GoType type)
    {
        var shape = SsaTypes.Shape(type);
        var elem = shape switch
        {
            SliceType slice => slice.Elem,
            ArrayType array => array.Elem,
            MapType map => map.Elem,
            _ => UnknownType.Instance,
        };
        var operands = new List<SsaValue>(node.Elts.Length);
        var indices = ImmutableArray.CreateBuilder<int>(node.Elts.Length);
        var next = 0;
        foreach (var element in node.Elts)
        {
            var inner = element;
            if (element is KeyValueExpr pair)
            {
                inner = pair.Value;
                if (shape is MapType { Key: var key })
                {
                    operands.Add(Convert(Value(pair.Key), key, pair));
                }
                else if (file.TypeOf(pair.Key).Value is { } index
                    && ConstantValue.TryGetInt64(ConstantValue.ToInt(index), out var place))
                {
                    next = (int)place;
                }
            }

            indices.Add(next++);
            operands.Add(Convert(Value(inner), elem, inner));
        }

        return Add(new SsaComposite(type, node, shape is MapType ? [] : indices.DrainToImmutable(), [.. operands]));
    }
}
