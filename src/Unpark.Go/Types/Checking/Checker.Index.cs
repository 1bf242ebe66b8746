using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>
/// Index and slice expressions. Source: Go specification, "Index expressions", "Slice expressions"; go/types index.go.
/// </content>
internal sealed partial class Checker
{
    /// <summary>
    /// Checks an index expression. If it is the instantiation of a function, <paramref name="x"/> is that function, not
    /// instantiated, and the result is true.
    /// </summary>
    internal bool IndexExpr(ref Operand x, in IndexedExpr e)
    {
        ExprOrType(ref x, e.X!, true);
        switch (x.Mode)
        {
            case OperandMode.Unknown:
                IndexUnknown(ref x, e);
                return false;

            case OperandMode.TypeExpr:
                x.Type = VarType(e.Orig!);
                return false;

            case OperandMode.Value when x.Type is Signature { TypeParams.Length: > 0 }:
                return true;
        }

        NonGeneric(null, ref x);
        if (!x.IsValid || IsUnknown(x.Type))
        {
            IndexUnknown(ref x, e);
            return false;
        }

        var length = -1L;
        switch (x.Type.Underlying)
        {
            case BasicType basic when (basic.Info & BasicInfo.String) != 0:
                if (x.Mode == OperandMode.Constant)
                {
                    length = ConstantValue.StringLen(x.Val!);
                }

                // A byte of a constant string is not constant.
                x.Mode = OperandMode.Value;
                x.Type = Universe.Byte;
                x.Val = null;
                break;

            case ArrayType array:
                length = array.Length;
                if (x.Mode != OperandMode.Variable)
                {
                    x.Mode = OperandMode.Value;
                }

                x.Type = array.Elem;
                break;

            case PointerType pointer when pointer.Elem.Underlying is ArrayType array:
                length = array.Length;
                x.Mode = OperandMode.Variable;
                x.Type = array.Elem;
                break;

            case PointerType pointer when IsUnknown(pointer.Elem):
                IndexUnknown(ref x, e);
                return false;

            case SliceType slice:
                x.Mode = OperandMode.Variable;
                x.Type = slice.Elem;
                break;

            case MapType map:
                IndexMap(ref x, e, map.Key, map.Elem);
                return false;

            case InterfaceType when IsTypeParam(x.Type) && IndexTypeParam(ref x, out var key, out length):
                if (key != null)
                {
                    IndexMap(ref x, e, key, x.Type);
                    return false;
                }

                break;

            default:
                ReportOn(x.Type, e.X!.Pos, "operand cannot be indexed");
                UseIndices(e);
                x.Invalidate();
                return false;
        }

        if (SingleIndex(e) is { } index)
        {
            Index(index, length, out _, out _);
        }
        else
        {
            x.Invalidate();
        }

        return false;
    }

    /// <summary>Checks an index: an integer, not negative if it is constant.</summary>
    /// <param name="index">The index.</param>
    /// <param name="max">The bound it must be less than, or negative if there is none.</param>
    /// <param name="type">Its type, unknown if it is not valid.</param>
    /// <param name="value">Its value if it is constant and valid, otherwise -1.</param>
    /// <returns>False if it is known not to be constant.</returns>
    internal bool Index(Expr index, long max, out GoType type, out long value)
    {
        type = UnknownType.Instance;
        value = -1;

        Operand x = default;
        Expr(null, ref x, index);
        if (!IsValidIndex(ref x, false))
        {
            return true;
        }

        if (x.Mode != OperandMode.Constant)
        {
            type = x.Type;
            return x.IsPossiblyConstant;
        }

        if (!ConstantValue.TryGetInt64(x.Val!, out var constant))
        {
            return true;
        }

        if (max >= 0 && constant >= max)
        {
            Report(index.Pos, "index out of bounds");
            return true;
        }

        type = x.Type;
        value = constant;
        return true;
    }

    /// <summary>Converts an untyped index to int, and tells whether it is a valid one.</summary>
    internal bool IsValidIndex(ref Operand x, bool allowNegative)
    {
        ConvertUntyped(ref x, Universe.Int);
        if (!x.IsValid || IsUnknown(x.Type))
        {
            return false;
        }

        if (!AllBasic(x.Type, BasicInfo.Integer))
        {
            ReportOn(x.Type, PosOf(x.Expr), "index must be integer");
            return false;
        }

        if (x.Mode != OperandMode.Constant)
        {
            return true;
        }

        if (!allowNegative && ConstantValue.Sign(x.Val!) < 0)
        {
            Report(PosOf(x.Expr), "index must not be negative");
            return false;
        }

        if (!RepresentableConst(x.Val!, Universe.Int, out var rounded))
        {
            Report(PosOf(x.Expr), "index overflows int");
            return false;
        }

        x.Val = rounded;
        return true;
    }

    private void IndexUnknown(ref Operand x, in IndexedExpr e)
    {
        UseIndices(e);
        x.Mode = OperandMode.Unknown;
        x.Type = UnknownType.Instance;
        x.Val = null;
    }

    private void UseIndices(in IndexedExpr e)
    {
        for (var i = 0; i < e.Count; i++)
        {
            Use(e[i]);
        }
    }

    private void IndexMap(ref Operand x, in IndexedExpr e, GoType key, GoType elem)
    {
        if (SingleIndex(e) is not { } index)
        {
            x.Invalidate();
            return;
        }

        Operand k = default;
        GenericExpr(ref k, index, null);
        Assignment(ref k, key, "map index");
        x.Mode = OperandMode.MapIndex;
        x.Type = elem;
        x.Val = null;
        x.Expr = e.Orig;
    }

    /// <summary>
    /// What indexing an operand of a type parameter's type gives: all types of its type set must have the same element
    /// type, and all or none be maps, with the same key type.
    /// </summary>
    private static bool IndexTypeParam(ref Operand x, out GoType? key, out long length)
    {
        key = null;
        length = -1;
        GoType? elem = null;
        var mode = OperandMode.Variable;
        foreach (var (_, under) in SpecificTypes.Of(x.Type))
        {
            GoType? thisKey = null;
            GoType? thisElem = null;
            var thisLength = -1L;
            switch (under)
            {
                case BasicType basic when (basic.Info & BasicInfo.String) != 0:
                    thisElem = Universe.Byte;
                    mode = OperandMode.Value;
                    break;
                case ArrayType array:
                    thisElem = array.Elem;
                    thisLength = array.Length;
                    if (x.Mode != OperandMode.Variable)
                    {
                        mode = OperandMode.Value;
                    }

                    break;
                case PointerType { Elem: var pointed } when pointed.Underlying is ArrayType array:
                    thisElem = array.Elem;
                    thisLength = array.Length;
                    break;
                case SliceType slice:
                    thisElem = slice.Elem;
                    break;
                case MapType map:
                    thisKey = map.Key;
                    thisElem = map.Elem;
                    break;
            }

            if (thisElem == null)
            {
                return false;
            }

            if (elem == null)
            {
                key = thisKey;
                elem = thisElem;
                length = thisLength;
                continue;
            }

            if ((key == null) != (thisKey == null) || (key != null && !TypeRelations.Identical(key, thisKey!))
                || !TypeRelations.Identical(elem, thisElem))
            {
                return false;
            }

            if (thisLength >= 0 && thisLength < length)
            {
                length = thisLength;
            }
        }

        if (elem == null)
        {
            return false;
        }

        x.Mode = mode;
        x.Type = elem;
        x.Val = null;
        return true;
    }

    private Expr? SingleIndex(in IndexedExpr e)
    {
        if (e.Count == 0)
        {
            return null;
        }

        for (var i = 1; i < e.Count; i++)
        {
            Report(e[i].Pos, "more than one index");
            Use(e[i]);
        }

        return e[0];
    }

    private void SliceExpr(ref Operand x, SliceExpr e)
    {
        Expr(null, ref x, e.X);
        if (!x.IsValid || IsUnknown(x.Type))
        {
            UseSliceIndices(e);
            x.Invalidate();
            x.Type = UnknownType.Instance;
            return;
        }

        var length = -1L;
        switch (SliceableUnder(x.Type))
        {
            case BasicType basic when (basic.Info & BasicInfo.String) != 0:
                if (x.Mode == OperandMode.Constant)
                {
                    length = ConstantValue.StringLen(x.Val!);
                }

                if (IsUntyped(x.Type))
                {
                    x.Type = Universe.String;
                }

                break;

            case ArrayType array when x.Mode == OperandMode.Variable:
                length = array.Length;
                x.Type = new SliceType(array.Elem);
                break;

            case PointerType pointer when pointer.Elem.Underlying is ArrayType array:
                length = array.Length;
                x.Type = new SliceType(array.Elem);
                break;

            case PointerType pointer when IsUnknown(pointer.Elem):
                UseSliceIndices(e);
                x.Invalidate();
                return;

            case SliceType:
                break;

            default:
                ReportOn(x.Type, e.Pos, "operand cannot be sliced");
                UseSliceIndices(e);
                x.Invalidate();
                return;
        }

        x.Mode = OperandMode.Value;
        x.Val = null;

        var max = length >= 0 ? length + 1 : -1;
        if (e.Low != null)
        {
            Index(e.Low, max, out _, out _);
        }

        if (e.High != null)
        {
            Index(e.High, max, out _, out _);
        }

        if (e.Max != null)
        {
            Index(e.Max, max, out _, out _);
        }
    }

    private void UseSliceIndices(SliceExpr e)
    {
        Use(e.Low);
        Use(e.High);
        Use(e.Max);
    }

    /// <summary>
    /// The underlying type that all types of a type set have in common, where a string counts as a slice of bytes; a
    /// string results if there is one among them. Null if there is none.
    /// </summary>
    private static GoType? SliceableUnder(GoType type)
    {
        if (!IsTypeParam(type))
        {
            return type.Underlying;
        }

        GoType? common = null;
        var hasString = false;
        foreach (var (_, under) in SpecificTypes.Of(type))
        {
            if (under == null)
            {
                return null;
            }

            var candidate = under;
            if (under is BasicType { Info: var info } && (info & BasicInfo.String) != 0)
            {
                candidate = ByteSlice;
                hasString = true;
            }

            if (common != null && !TypeRelations.Identical(common, candidate))
            {
                return null;
            }

            common ??= candidate;
        }

        return hasString ? Universe.String : common;
    }
}
