using System.Collections.Immutable;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>
/// Calls of built-in functions. Source: Go specification, "Built-in functions", "Package unsafe"; go/types builtins.go.
/// Where an argument is unknown, the result is what the function gives in any case, or unknown.
/// </content>
internal sealed partial class Checker
{
    private static readonly SliceType ByteSlice = new(Universe.Byte);

    private static ExprKind KindOf(BuiltinId id) => id switch
    {
        BuiltinId.Clear or BuiltinId.Close or BuiltinId.Copy or BuiltinId.Delete or BuiltinId.Panic or BuiltinId.Print
            or BuiltinId.Println or BuiltinId.Recover or BuiltinId.Assert or BuiltinId.Trace => ExprKind.Statement,
        _ => ExprKind.Expression,
    };

    private static (int Min, bool Variadic) ArgumentCount(BuiltinId id) => id switch
    {
        BuiltinId.Append or BuiltinId.Make or BuiltinId.Max or BuiltinId.Min => (1, true),
        BuiltinId.Complex or BuiltinId.Copy or BuiltinId.Delete or BuiltinId.Add or BuiltinId.Slice
            or BuiltinId.String => (2, false),
        BuiltinId.Print or BuiltinId.Println or BuiltinId.Trace => (0, true),
        BuiltinId.Recover => (0, false),
        _ => (1, false),
    };

    /// <summary>Checks the call of a built-in function; false if it is not valid.</summary>
    private bool Builtin(ref Operand x, CallExpr call, BuiltinId id)
    {
        if (call.HasEllipsis && id != BuiltinId.Append)
        {
            Report(call.EllipsisPos, "invalid use of ... with built-in function");
            Use(call.Args);
            return false;
        }

        var (min, variadic) = ArgumentCount(id);
        if (id is BuiltinId.Make or BuiltinId.New or BuiltinId.Offsetof or BuiltinId.Trace)
        {
            if (call.Args.Length < min || (!variadic && call.Args.Length > min))
            {
                Report(call.Rparen, "wrong number of arguments for built-in function");
                Use(call.Args);
                return false;
            }

            return id switch
            {
                BuiltinId.Make => BuiltinMake(ref x, call),
                BuiltinId.New => BuiltinNew(ref x, call),
                BuiltinId.Offsetof => BuiltinOffsetof(ref x, call),
                _ => BuiltinTrace(ref x, call),
            };
        }

        // The length of an array is constant unless something is called or received for it.
        var savedHasCallOrRecv = hasCallOrRecv;
        if (id is BuiltinId.Len or BuiltinId.Cap)
        {
            hasCallOrRecv = false;
        }

        var args = ExprList(call.Args);
        var open = args.Length == 1 && args[0].Mode == OperandMode.Unknown
            && Unparen(call.Args[0]) is Syntax.CallExpr;
        bool valid;
        if (args.Length < min && !open)
        {
            Report(call.Rparen, "not enough arguments for built-in function");
            valid = false;
        }
        else if (args.Length > min && !variadic)
        {
            Report(call.Rparen, "too many arguments for built-in function");
            valid = false;
        }
        else
        {
            if (args.Length > 0)
            {
                x = args[0];
            }

            valid = HasUnknown(args) && !(id == BuiltinId.Append && x.IsValid && SliceElem(ref x) != null)
                ? BuiltinOfUnknown(ref x, id, args)
                : BuiltinOfValues(ref x, call, id, args);
        }

        if (id is BuiltinId.Len or BuiltinId.Cap)
        {
            hasCallOrRecv = savedHasCallOrRecv;
        }

        ReturnOperands(args);
        return valid;
    }

    private bool BuiltinOfValues(ref Operand x, CallExpr call, BuiltinId id, Operand[] args)
    {
        switch (id)
        {
            case BuiltinId.Append:
                return BuiltinAppend(ref x, call, args);
            case BuiltinId.Cap or BuiltinId.Len:
                return BuiltinLen(ref x, call, id);
            case BuiltinId.Clear:
                return BuiltinClear(ref x, call);
            case BuiltinId.Close:
                return BuiltinClose(ref x, call);
            case BuiltinId.Complex:
                return BuiltinComplex(ref x, call, ref args[1]);
            case BuiltinId.Copy:
                return BuiltinCopy(ref x, call, ref args[1]);
            case BuiltinId.Delete:
                return BuiltinDelete(ref x, call, ref args[1]);
            case BuiltinId.Imag or BuiltinId.Real:
                return BuiltinReal(ref x, call, id);
            case BuiltinId.Max or BuiltinId.Min:
                return BuiltinMinMax(ref x, call, id, args);
            case BuiltinId.Panic:
                Assignment(ref x, InterfaceType.Empty, "argument to panic");
                if (!x.IsValid)
                {
                    return false;
                }

                RecordBuiltinType(call.Fun, MakeSig(null, InterfaceType.Empty));
                return NoValue(ref x);
            case BuiltinId.Print or BuiltinId.Println:
                return BuiltinPrint(ref x, call, args);
            case BuiltinId.Recover:
                x.Mode = OperandMode.Value;
                x.Type = InterfaceType.Empty;
                RecordBuiltinType(call.Fun, MakeSig(x.Type));
                return true;
            case BuiltinId.Assert:
                return x.Mode == OperandMode.Constant && x.Val!.Kind == ConstantKind.Bool;
            default:
                return BuiltinUnsafe(ref x, call, id, args);
        }
    }

    /// <summary>
    /// The result of a built-in function of which an argument is unknown: the arguments are left as they are.
    /// </summary>
    private bool BuiltinOfUnknown(ref Operand x, BuiltinId id, Operand[] args)
    {
        var first = args[0];
        x.Val = null;
        x.Mode = OperandMode.Value;
        x.MayBeConstant = id is not (BuiltinId.Append or BuiltinId.Copy or BuiltinId.Add or BuiltinId.Slice
            or BuiltinId.String or BuiltinId.StringData);
        switch (id)
        {
            case BuiltinId.Len or BuiltinId.Cap or BuiltinId.Copy:
                x.Type = Universe.Int;
                return true;

            case BuiltinId.Clear or BuiltinId.Close or BuiltinId.Delete or BuiltinId.Panic:
                return NoValue(ref x);

            case BuiltinId.Print or BuiltinId.Println:
                for (var i = 0; i < args.Length; i++)
                {
                    if (args[i].IsValid)
                    {
                        Assignment(ref args[i], null, "argument to built-in function");
                    }
                }

                return NoValue(ref x);

            case BuiltinId.Append when IsUnknown(first.Type):
                // The result has the type of the first argument.
                x.Type = first.Type;
                return true;

            case BuiltinId.Max or BuiltinId.Min:
                foreach (ref var arg in args.AsSpan())
                {
                    if (arg.IsValid && IsTyped(arg.Type) && !IsUnknown(arg.Type))
                    {
                        x.Type = arg.Type;
                        return true;
                    }
                }

                return false;

            case BuiltinId.Add:
                x.Type = Universe.UnsafePointer;
                return true;

            case BuiltinId.Alignof or BuiltinId.Sizeof:
                x.Type = Universe.Uintptr;
                return true;

            case BuiltinId.Slice when first.IsValid && first.Type.Underlying is PointerType pointer:
                x.Type = new SliceType(pointer.Elem);
                return true;

            case BuiltinId.String:
                x.Type = Universe.String;
                return true;

            case BuiltinId.StringData:
                x.Type = new PointerType(Universe.Byte);
                return true;

            default:
                return false;
        }
    }

    private static bool HasUnknown(Operand[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].IsValid || IsUnknown(args[i].Type))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NoValue(ref Operand x)
    {
        x.Mode = OperandMode.NoValue;
        x.Type = TupleType.Empty;
        x.Val = null;
        return true;
    }

    private bool BuiltinAppend(ref Operand x, CallExpr call, Operand[] args)
    {
        if (SliceElem(ref x) is not { } elem)
        {
            ReportOn(x.Type, PosOf(x.Expr), "invalid append");
            return false;
        }

        Signature? signature = null;
        if (args.Length == 2 && call.HasEllipsis && IsUnknown(args[1].Type) && AssignableTo(ref x, ByteSlice))
        {
            // What is appended may be a string or a slice of bytes, and the signature depends on that.
            x.Mode = OperandMode.Value;
            x.Val = null;
            return true;
        }

        if (args.Length == 2 && call.HasEllipsis && IsBytesOrStrings(args[1].Type, out var hasString) && hasString
            && AssignableTo(ref x, ByteSlice))
        {
            signature = MakeSig(true, x.Type, x.Type, args[1].Type);
        }

        if (signature == null)
        {
            signature = MakeSig(true, x.Type, x.Type, new SliceType(elem));
            Arguments(call, signature, [], args, null, out _);
        }

        RecordBuiltinType(call.Fun, signature);
        x.Mode = OperandMode.Value;
        x.Val = null;
        return true;
    }

    /// <summary>
    /// Whether all types of a type set are strings or slices of bytes, and in <paramref name="hasString"/> whether
    /// there is a string among them.
    /// </summary>
    private static bool IsBytesOrStrings(GoType type, out bool hasString)
    {
        hasString = false;
        foreach (var (_, under) in SpecificTypes.Of(type))
        {
            switch (under)
            {
                case SliceType slice when TypeRelations.Identical(slice.Elem, Universe.Byte):
                    break;
                case BasicType basic when (basic.Info & BasicInfo.String) != 0:
                    hasString = true;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static GoType? SliceElem(ref Operand x)
    {
        if (x.Type.Underlying is SliceType simple)
        {
            return simple.Elem;
        }

        GoType? elem = null;
        foreach (var (_, under) in SpecificTypes.Of(x.Type))
        {
            if (under is not SliceType slice || (elem != null && !TypeRelations.Identical(elem, slice.Elem)))
            {
                return null;
            }

            elem ??= slice.Elem;
        }

        return elem;
    }

    private static GoType ArrayPtrDeref(GoType under) =>
        under is PointerType pointer && pointer.Elem.Underlying is ArrayType array ? array : under;

    private bool BuiltinLen(ref Operand x, CallExpr call, BuiltinId id)
    {
        var mode = OperandMode.Unknown;
        ConstantValue? value = null;
        var isLen = id == BuiltinId.Len;
        switch (ArrayPtrDeref(x.Type.Underlying))
        {
            case BasicType basic when isLen && (basic.Info & BasicInfo.String) != 0:
                mode = OperandMode.Value;
                if (x.Mode == OperandMode.Constant)
                {
                    mode = OperandMode.Constant;
                    value = x.Val!.Kind == ConstantKind.String
                        ? ConstantValue.MakeInt64(ConstantValue.StringLen(x.Val))
                        : ConstantValue.Unknown;
                }

                break;

            case ArrayType array:
                mode = OperandMode.Value;
                if (!hasCallOrRecv)
                {
                    mode = OperandMode.Constant;
                    value = array.Length >= 0 ? ConstantValue.MakeInt64(array.Length) : ConstantValue.Unknown;
                }

                break;

            case SliceType or ChanType:
                mode = OperandMode.Value;
                break;

            case MapType when isLen:
                mode = OperandMode.Value;
                break;

            case InterfaceType when IsTypeParam(x.Type):
                mode = OperandMode.Value;
                foreach (var (_, under) in SpecificTypes.Of(x.Type))
                {
                    var measurable = (under == null ? null : ArrayPtrDeref(under)) switch
                    {
                        ArrayType or SliceType or ChanType => true,
                        MapType => isLen,
                        BasicType basic => isLen && (basic.Info & BasicInfo.String) != 0,
                        _ => false,
                    };
                    if (!measurable)
                    {
                        mode = OperandMode.Unknown;
                        break;
                    }
                }

                break;
        }

        if (mode == OperandMode.Unknown)
        {
            ReportOn(x.Type, PosOf(x.Expr), "invalid argument of len or cap");
            return false;
        }

        if (mode != OperandMode.Constant)
        {
            RecordBuiltinType(call.Fun, MakeSig(Universe.Int, x.Type));
        }

        x.Mode = mode;
        x.Type = Universe.Int;
        x.Val = value;
        return true;
    }

    private bool BuiltinClear(ref Operand x, CallExpr call)
    {
        foreach (var (_, under) in SpecificTypes.Of(x.Type))
        {
            if (under is not (MapType or SliceType))
            {
                ReportOn(x.Type, PosOf(x.Expr), "invalid argument of clear");
                return false;
            }
        }

        RecordBuiltinType(call.Fun, MakeSig(null, x.Type));
        return NoValue(ref x);
    }

    private bool BuiltinClose(ref Operand x, CallExpr call)
    {
        foreach (var (_, under) in SpecificTypes.Of(x.Type))
        {
            if (under is not ChanType { Dir: not ChanDir.Recv })
            {
                ReportOn(x.Type, PosOf(x.Expr), "invalid argument of close");
                return false;
            }
        }

        RecordBuiltinType(call.Fun, MakeSig(null, x.Type));
        return NoValue(ref x);
    }

    private bool BuiltinComplex(ref Operand x, CallExpr call, ref Operand y)
    {
        switch (IsUntyped(x.Type), IsUntyped(y.Type))
        {
            case (true, false):
                ConvertUntyped(ref x, y.Type);
                break;
            case (false, true):
                ConvertUntyped(ref y, x.Type);
                break;
            case (true, true) when x.Mode == OperandMode.Constant && y.Mode == OperandMode.Constant:
                ToUntypedFloat(ref x);
                ToUntypedFloat(ref y);
                break;
            case (true, true):
                // One of them is a shift that is not constant, which no float can be.
                ConvertUntyped(ref x, Universe.Float64);
                ConvertUntyped(ref y, Universe.Float64);
                break;
        }

        if (!x.IsValid || !y.IsValid)
        {
            return false;
        }

        if (!TypeRelations.Identical(x.Type, y.Type) || ApplyTypeFunc(x.Type, ComplexOf) is not { } result)
        {
            ReportOn(x.Type, PosOf(x.Expr), "invalid arguments of complex");
            return false;
        }

        if (x.Mode == OperandMode.Constant && y.Mode == OperandMode.Constant)
        {
            x.Val = ConstantValue.BinaryOp(
                ConstantValue.ToFloat(x.Val!), TokenKind.Add, ConstantValue.MakeImag(ConstantValue.ToFloat(y.Val!)));
        }
        else
        {
            x.Mode = OperandMode.Value;
            x.Val = null;
            RecordBuiltinType(call.Fun, MakeSig(result, x.Type, x.Type));
        }

        x.Type = result;
        return true;
    }

    private static void ToUntypedFloat(ref Operand x)
    {
        if (IsNumeric(x.Type) && ConstantValue.Sign(ConstantValue.Imag(x.Val!)) == 0)
        {
            x.Type = Universe.UntypedFloat;
        }
    }

    private static BasicType? ComplexOf(GoType type) => type.Underlying is BasicType basic
        ? basic.Kind switch
        {
            BasicKind.Float32 => Universe.Complex64,
            BasicKind.Float64 => Universe.Complex128,
            BasicKind.UntypedFloat => Universe.UntypedComplex,
            _ => null,
        }
        : null;

    private static BasicType? FloatOf(GoType type) => type.Underlying is BasicType basic
        ? basic.Kind switch
        {
            BasicKind.Complex64 => Universe.Float32,
            BasicKind.Complex128 => Universe.Float64,
            BasicKind.UntypedComplex => Universe.UntypedFloat,
            _ => null,
        }
        : null;

    private bool BuiltinReal(ref Operand x, CallExpr call, BuiltinId id)
    {
        if (IsUntyped(x.Type))
        {
            if (x.Mode != OperandMode.Constant)
            {
                ConvertUntyped(ref x, Universe.Complex128);
                if (!x.IsValid)
                {
                    return false;
                }
            }
            else if (IsNumeric(x.Type))
            {
                x.Type = Universe.UntypedComplex;
            }
        }

        if (ApplyTypeFunc(x.Type, FloatOf) is not { } result)
        {
            ReportOn(x.Type, PosOf(x.Expr), "argument is not complex");
            return false;
        }

        if (x.Mode == OperandMode.Constant)
        {
            x.Val = id == BuiltinId.Real ? ConstantValue.Real(x.Val!) : ConstantValue.Imag(x.Val!);
        }
        else
        {
            x.Mode = OperandMode.Value;
            RecordBuiltinType(call.Fun, MakeSig(result, x.Type));
        }

        x.Type = result;
        return true;
    }

    /// <summary>
    /// A function of types applied to a type, or to all in the type set of a type parameter, which gives a new type
    /// parameter; null if it is not defined for one.
    /// </summary>
    private GoType? ApplyTypeFunc(GoType type, Func<GoType, BasicType?> function)
    {
        if (AliasType.Unalias(type) is not TypeParam param)
        {
            return function(type);
        }

        var set = param.Iface().TypeSet;
        if (!set.HasTerms)
        {
            return null;
        }

        var terms = ImmutableArray.CreateBuilder<UnionTerm>(set.Terms.Length);
        foreach (var term in set.Terms)
        {
            if (function(term.Type) is not { } result)
            {
                return null;
            }

            terms.Add(new UnionTerm(term.Tilde, result));
        }

        var name = new TypeName(package, param.Obj.Name, null, Node.NoPos, null);
        return new TypeParam(name, param.Index, new InterfaceType([], [new UnionType(terms.MoveToImmutable())]));
    }

    private bool BuiltinCopy(ref Operand x, CallExpr call, ref Operand y)
    {
        if (SliceElem(ref x) is not { } destination)
        {
            ReportOn(x.Type, PosOf(x.Expr), "invalid copy");
            return false;
        }

        var special = IsBytesOrStrings(y.Type, out _) && AssignableTo(ref x, ByteSlice);
        if (!special)
        {
            var source = SliceElem(ref y) ?? (AllString(y.Type) ? Universe.Byte : null);
            if (source == null || (!TypeRelations.Identical(destination, source)
                && !MentionsUnknown(destination) && !MentionsUnknown(source)))
            {
                ReportOn(x.Type, PosOf(x.Expr), "invalid copy");
                return false;
            }
        }

        RecordBuiltinType(call.Fun, MakeSig(Universe.Int, x.Type, y.Type));
        x.Mode = OperandMode.Value;
        x.Type = Universe.Int;
        x.Val = null;
        return true;
    }

    private bool BuiltinDelete(ref Operand x, CallExpr call, ref Operand y)
    {
        var mapType = x.Type;
        GoType? key = null;
        foreach (var (_, under) in SpecificTypes.Of(mapType))
        {
            if (under is not MapType map || (key != null && !TypeRelations.Identical(map.Key, key)))
            {
                ReportOn(x.Type, PosOf(x.Expr), "invalid argument of delete");
                return false;
            }

            key = map.Key;
        }

        x = y;
        Assignment(ref x, key!, "argument to delete");
        if (!x.IsValid)
        {
            return false;
        }

        RecordBuiltinType(call.Fun, MakeSig(null, mapType, key!));
        return NoValue(ref x);
    }

    private bool BuiltinMake(ref Operand x, CallExpr call)
    {
        var type = VarType(call.Args[0]);
        var min = 1;
        switch (SpecificTypes.CommonUnder(type))
        {
            case SliceType:
                min = 2;
                break;
            case MapType or ChanType:
                break;
            case UnknownType:
                for (var i = 1; i < call.Args.Length; i++)
                {
                    Index(call.Args[i], -1, out _, out _);
                }

                x.Mode = OperandMode.Value;
                x.Type = type;
                return true;
            default:
                ReportOn(type, call.Args[0].Pos, "invalid argument of make");
                UseRest(call, 1);
                return false;
        }

        if (call.Args.Length < min || call.Args.Length > min + 1)
        {
            Report(call.Pos, "wrong number of arguments of make");
            UseRest(call, 1);
            return false;
        }

        var types = new GoType[call.Args.Length];
        types[0] = type;
        for (var i = 1; i < types.Length; i++)
        {
            Index(call.Args[i], -1, out types[i], out _);
        }

        x.Mode = OperandMode.Value;
        x.Type = type;
        RecordBuiltinType(call.Fun, MakeSig(type, types));
        return true;
    }

    private void UseRest(CallExpr call, int from)
    {
        for (var i = from; i < call.Args.Length; i++)
        {
            Use(call.Args[i]);
        }
    }

    private bool BuiltinMinMax(ref Operand x, CallExpr call, BuiltinId id, Operand[] args)
    {
        var op = id == BuiltinId.Max ? TokenKind.Gtr : TokenKind.Lss;
        for (var i = 0; i < args.Length; i++)
        {
            ref var arg = ref args[i];
            if (!AllOrdered(arg.Type) && !MentionsUnknown(arg.Type))
            {
                Report(PosOf(arg.Expr), "argument cannot be ordered");
                return false;
            }

            if (i == 0)
            {
                continue;
            }

            MatchTypes(ref x, ref arg);
            if (!x.IsValid)
            {
                return false;
            }

            if (!TypeRelations.Identical(x.Type, arg.Type))
            {
                Report(PosOf(arg.Expr), "mismatched types of arguments");
                return false;
            }

            if (x.Mode == OperandMode.Constant && arg.Mode == OperandMode.Constant)
            {
                if (ConstantValue.Compare(arg.Val!, op, x.Val!))
                {
                    x = arg;
                }
            }
            else
            {
                x.Mode = OperandMode.Value;
                x.Val = null;
            }
        }

        if (x.Mode != OperandMode.Constant)
        {
            x.Mode = OperandMode.Value;

            // A value must not be untyped.
            Assignment(ref x, InterfaceType.Empty, "argument to built-in function");
            if (!x.IsValid)
            {
                return false;
            }
        }

        for (var i = 0; i < args.Length; i++)
        {
            UpdateExprType(args[i].Expr, x.Type, true);
        }

        if (x.Mode != OperandMode.Constant)
        {
            var types = new GoType[args.Length];
            Array.Fill(types, x.Type);
            RecordBuiltinType(call.Fun, MakeSig(x.Type, types));
        }

        return true;
    }

    private bool BuiltinNew(ref Operand x, CallExpr call)
    {
        var arg = call.Args[0];
        ExprOrType(ref x, arg, false);
        Exclude(ref x, typesToo: false);
        if (!x.IsValid)
        {
            // Either the type or the value of an unknown object: a pointer in any case.
            x.Mode = OperandMode.Value;
            x.Type = new PointerType(x.Type);
            x.Val = null;
            return true;
        }

        if (x.Mode != OperandMode.TypeExpr && IsUntyped(x.Type))
        {
            Assignment(ref x, null, "argument to new");
            if (!x.IsValid)
            {
                return false;
            }
        }

        var type = x.Type;
        x.Mode = OperandMode.Value;
        x.Type = new PointerType(type);
        x.Val = null;
        RecordBuiltinType(call.Fun, MakeSig(x.Type, type));
        return true;
    }

    private bool BuiltinPrint(ref Operand x, CallExpr call, Operand[] args)
    {
        var types = args.Length == 0 ? [] : new GoType[args.Length];
        for (var i = 0; i < args.Length; i++)
        {
            Assignment(ref args[i], null, "argument to built-in function");
            if (!args[i].IsValid)
            {
                return false;
            }

            types[i] = args[i].Type;
        }

        RecordBuiltinType(call.Fun, MakeSig(null, types));
        return NoValue(ref x);
    }

    private bool BuiltinTrace(ref Operand x, CallExpr call)
    {
        if (call.Args.Length == 0)
        {
            return NoValue(ref x);
        }

        RawExpr(null, ref x, call.Args[0], null, false);
        UseRest(call, 1);
        return x.IsValid;
    }

    /// <summary>
    /// The signature that a call of a built-in function has; untyped arguments have their default types.
    /// </summary>
    private static Signature MakeSig(GoType? result, params ReadOnlySpan<GoType> parameters) =>
        MakeSig(false, result, parameters);

    private static Signature MakeSig(bool variadic, GoType? result, params ReadOnlySpan<GoType> parameters)
    {
        return new Signature(
            null, [], [], TupleOf(VarKind.Parameter, parameters),
            result == null ? TupleType.Empty : TupleOf(VarKind.Result, [result]), variadic);
    }

    private static TupleType TupleOf(VarKind kind, ReadOnlySpan<GoType> types)
    {
        if (types.Length == 0)
        {
            return TupleType.Empty;
        }

        var vars = ImmutableArray.CreateBuilder<Var>(types.Length);
        foreach (var type in types)
        {
            vars.Add(new Var(kind, null, "", null, Node.NoPos, Default(type)));
        }

        return new TupleType(vars.MoveToImmutable());
    }
}
