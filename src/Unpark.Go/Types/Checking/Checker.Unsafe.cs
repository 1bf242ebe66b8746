using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>
/// Calls of the functions of package unsafe. Source: Go specification, "Package unsafe"; go/types builtins.go.
/// </content>
internal sealed partial class Checker
{
    /// <summary>How many named types a type of constant size may contain.</summary>
    private const int MaxContainedTypes = 10_000;

    private bool BuiltinOffsetof(ref Operand x, CallExpr call)
    {
        var arg = call.Args[0];
        if (Unparen(arg) is not Syntax.SelectorExpr selector)
        {
            Report(arg.Pos, "argument of Offsetof is not a selector");
            Use(arg);
            return false;
        }

        Expr(null, ref x, selector.X);
        if (!x.IsValid)
        {
            x.Mode = OperandMode.Value;
            x.Type = Universe.Uintptr;
            x.MayBeConstant = true;
            return true;
        }

        var structType = x.Type.Underlying is PointerType pointer && pointer.Elem.Underlying is StructType
            ? pointer.Elem
            : x.Type;
        var (obj, index, indirect) = Types.Lookup.FieldOrMethod(structType, false, package, selector.Sel.Name);
        if (obj is not Var field || indirect)
        {
            if (obj is UnknownObject || (obj == null && IsUnknown(structType)))
            {
                x.Mode = OperandMode.Value;
                x.Type = Universe.Uintptr;
                x.Val = null;
                x.MayBeConstant = true;
                return true;
            }

            Report(selector.Sel.Pos, "argument of Offsetof is not a field");
            return false;
        }

        RecordSelection(selector, SelectionKind.FieldVal, structType, field, index, false);
        RecordTypeAndValue(
            selector, x.Mode == OperandMode.Variable ? OperandMode.Variable : OperandMode.Value, field.Type, null);

        if (HasVarSize(structType))
        {
            x.Mode = OperandMode.Value;
            x.MayBeConstant = true;
            RecordBuiltinType(call.Fun, MakeSig(Universe.Uintptr, field.Type));
            x.Val = null;
        }
        else
        {
            var offset = sizes.Offsetof(structType, index);
            if (offset < 0)
            {
                Report(PosOf(x.Expr), "type too large");
                return false;
            }

            x.Mode = OperandMode.Constant;
            x.Val = ConstantValue.MakeInt64(offset);
        }

        x.Type = Universe.Uintptr;
        return true;
    }

    private bool BuiltinUnsafe(ref Operand x, CallExpr call, BuiltinId id, Operand[] args)
    {
        switch (id)
        {
            case BuiltinId.Add:
                Assignment(ref x, Universe.UnsafePointer, "argument to unsafe.Add");
                return x.IsValid && IsValidIndex(ref args[1], true)
                    && UnsafeResult(ref x, call, Universe.UnsafePointer, Universe.UnsafePointer, args[1].Type);

            case BuiltinId.Alignof or BuiltinId.Sizeof:
                return BuiltinSizeof(ref x, call, id);

            case BuiltinId.Slice:
                return SpecificTypes.CommonUnder(x.Type) is PointerType pointer && IsValidIndex(ref args[1], false)
                    && UnsafeResult(ref x, call, new SliceType(pointer.Elem), pointer, args[1].Type);

            case BuiltinId.SliceData:
                return SpecificTypes.CommonUnder(x.Type) is SliceType slice
                    && UnsafeResult(ref x, call, new PointerType(slice.Elem), slice);

            case BuiltinId.String:
                var bytes = new PointerType(Universe.Byte);
                Assignment(ref x, bytes, "argument to unsafe.String");
                return x.IsValid && IsValidIndex(ref args[1], false)
                    && UnsafeResult(ref x, call, Universe.String, bytes, args[1].Type);

            case BuiltinId.StringData:
                Assignment(ref x, Universe.String, "argument to unsafe.StringData");
                return x.IsValid && UnsafeResult(ref x, call, new PointerType(Universe.Byte), Universe.String);

            default:
                return false;
        }
    }

    private bool UnsafeResult(ref Operand x, CallExpr call, GoType result, params ReadOnlySpan<GoType> parameters)
    {
        x.Mode = OperandMode.Value;
        x.Type = result;
        x.Val = null;
        RecordBuiltinType(call.Fun, MakeSig(result, parameters));
        return true;
    }

    private bool BuiltinSizeof(ref Operand x, CallExpr call, BuiltinId id)
    {
        Assignment(ref x, null, "argument to unsafe.Sizeof");
        if (!x.IsValid)
        {
            return false;
        }

        if (HasVarSize(x.Type))
        {
            x.Mode = OperandMode.Value;
            x.Val = null;
            x.MayBeConstant = true;
            RecordBuiltinType(call.Fun, MakeSig(Universe.Uintptr, x.Type));
            x.Type = Universe.Uintptr;
            return true;
        }

        var size = id == BuiltinId.Sizeof ? sizes.Sizeof(x.Type) : sizes.Alignof(x.Type);
        if (size < 0)
        {
            Report(PosOf(x.Expr), "type too large");
            return false;
        }

        x.Mode = OperandMode.Constant;
        x.Val = ConstantValue.MakeInt64(size);
        x.Type = Universe.Uintptr;
        return true;
    }

    /// <summary>
    /// Whether the size of a type depends on type parameters, on a type that is not known, or on itself.
    /// </summary>
    private static bool HasVarSize(GoType type) => HasVarSize(type, null);

    private static bool HasVarSize(GoType type, Dictionary<NamedType, bool>? known)
    {
        switch (AliasType.Unalias(type))
        {
            case TypeParam or UnknownType:
                return true;

            case NamedType named when named.Obj is { Name: "_simd", Package.Path: "simd" }:
                // The portable vector types are rewritten to ones of other sizes.
                return true;

            case NamedType named when named.Underlying is StructType or ArrayType or UnknownType:
                if ((known ??= []).TryGetValue(named, out var variable))
                {
                    return variable;
                }

                // A type that contains itself, or larger and larger instances of itself, has no constant size.
                known.Add(named, true);
                variable = known.Count > MaxContainedTypes || HasVarSize(named.Underlying, known);
                known[named] = variable;
                return variable;

            case ArrayType array:
                return array.Length < 0 || HasVarSize(array.Elem, known);

            case StructType structType:
                foreach (var field in structType.Fields)
                {
                    if (HasVarSize(field.Type, known ??= []))
                    {
                        return true;
                    }
                }

                return false;

            default:
                return false;
        }
    }
}
