using System.Text;
using Unpark.Go.Constants;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>
/// Conversions and assignability of operands. Source: Go specification, "Conversions", "Assignability"; go/types
/// conversions.go, operand.go.
/// </content>
internal sealed partial class Checker
{
    /// <summary>Whether an operand may be assigned to a variable of a type; an unknown one may.</summary>
    internal bool AssignableTo(ref Operand x, GoType target)
    {
        if (!x.IsValid || ReferenceEquals(x.Type, target))
        {
            return true;
        }

        if (IsTyped(x.Type))
        {
            return TypeRelations.AssignableTo(x.Type, target);
        }

        if (IsTypeParam(target))
        {
            foreach (var (term, _) in SpecificTypes.Of(target))
            {
                if (term == null || !ImplicitTypeAndValue(ref x, term, out _, out _))
                {
                    return false;
                }
            }

            return true;
        }

        return ImplicitTypeAndValue(ref x, target, out _, out _);
    }

    /// <summary>
    /// Passes an operand to a variable of a type, which gives it its type if it has none. If it cannot be assigned, it
    /// becomes unknown. Source: go/types assignments.go.
    /// </summary>
    /// <param name="x">The operand.</param>
    /// <param name="target">The variable's type; null for the blank identifier and the like.</param>
    /// <param name="context">What it is assigned in, for diagnostics.</param>
    internal void Assignment(ref Operand x, GoType? target, string context)
    {
        switch (x.Mode)
        {
            case OperandMode.Unknown:
                return;
            case OperandMode.Constant or OperandMode.Variable or OperandMode.MapIndex or OperandMode.Value
                or OperandMode.CommaOk or OperandMode.CommaErr when x.Type is not TupleType:
                break;
            default:
                Report(PosOf(x.Expr), $"no single value in {context}");
                x.Invalidate();
                return;
        }

        if (ReferenceEquals(x.Type, target))
        {
            return;
        }

        if (IsUntyped(x.Type))
        {
            var wanted = target;
            if (target == null || IsNonTypeParamInterface(target))
            {
                // The value gets its default type first, as the variable has none or takes any.
                if (target == null && x.IsNil)
                {
                    Report(PosOf(x.Expr), $"use of untyped nil in {context}");
                    x.Invalidate();
                    return;
                }

                wanted = Default(x.Type);
            }

            if (!ImplicitTypeAndValue(ref x, wanted!, out var type, out var value))
            {
                Report(PosOf(x.Expr), $"cannot use value in {context}");
                x.Invalidate();
                return;
            }

            if (value != null)
            {
                x.Val = value;
                UpdateExprVal(x.Expr, value);
            }

            if (!ReferenceEquals(type, x.Type))
            {
                x.Type = type;
                UpdateExprType(x.Expr, type, false);
            }
        }
        else if (x.Type is Signature { TypeParams.Length: > 0 })
        {
            NonGeneric(NewTarget(target), ref x);
            if (!x.IsValid)
            {
                return;
            }
        }

        if (target != null && !AssignableTo(ref x, target) && !MentionsUnknown(x.Type) && !MentionsUnknown(target))
        {
            Report(PosOf(x.Expr), $"cannot use value in {context}");
            x.Invalidate();
        }
    }

    /// <summary>Checks the conversion of an operand to a type; the result is in the operand.</summary>
    internal void Conversion(ref Operand x, GoType target)
    {
        if (!x.IsValid || IsUnknown(target))
        {
            // The result is of the type whatever is converted.
            x.MayBeConstant = x.IsPossiblyConstant;
            x.Mode = OperandMode.Value;
            x.Type = target;
            x.Val = null;
            return;
        }

        var constant = x.Mode == OperandMode.Constant;
        var targetIsConstant = IsBasic(target, BasicInfo.ConstType);
        bool ok;
        if (constant && targetIsConstant)
        {
            ok = ConstConvertible(ref x, (BasicType)target.Underlying, out var value);
            if (ok)
            {
                x.Val = value;
            }
        }
        else if (constant && IsTypeParam(target))
        {
            ok = true;
            foreach (var (_, under) in SpecificTypes.Of(target))
            {
                ok = under != null && ((IsBasic(x.Type, BasicInfo.String) && IsBytesOrRunes(under))
                    || (under is BasicType basic && ConstConvertible(ref x, basic, out _)));
                if (!ok)
                {
                    break;
                }
            }

            // A type parameter has no constants.
            x.Mode = OperandMode.Value;
            x.Val = null;
        }
        else
        {
            ok = ConvertibleTo(ref x, target);
            x.Mode = OperandMode.Value;
            x.Val = null;
        }

        if (!ok && !MentionsUnknown(x.Type) && !MentionsUnknown(target))
        {
            Report(PosOf(x.Expr), "operand cannot be converted to the type");
            x.Invalidate();
            return;
        }

        if (IsUntyped(x.Type))
        {
            // The argument's type is final: the conversion's, but for a constant that becomes no constant, and nil.
            var final = target;
            if ((constant && !targetIsConstant) || x.Type is BasicType { Kind: BasicKind.UntypedNil }
                || IsNonTypeParamInterface(target))
            {
                final = Default(x.Type);
            }
            else if (x.Mode == OperandMode.Constant && IsBasic(x.Type, BasicInfo.Integer)
                && AllBasic(target, BasicInfo.String))
            {
                final = x.Type;
            }

            UpdateExprType(x.Expr, final, true);
        }

        x.Type = target;
    }

    private static bool IsBytesOrRunes(GoType under) =>
        under is SliceType slice && slice.Elem.Underlying is BasicType { Kind: BasicKind.Uint8 or BasicKind.Int32 };

    private static string StringOfCodePoint(ConstantValue value)
    {
        if (ConstantValue.TryGetUInt64(value, out var code) && code <= 0x10ffff
            && Rune.TryCreate((uint)code, out var rune))
        {
            return rune.ToString();
        }

        return "\uFFFD";
    }

    private bool ConstConvertible(ref Operand x, BasicType target, out ConstantValue value)
    {
        if (RepresentableConst(x.Val!, target, out value))
        {
            return true;
        }

        if (IsBasic(x.Type, BasicInfo.Integer) && (target.Info & BasicInfo.String) != 0)
        {
            value = ConstantValue.MakeString(StringOfCodePoint(x.Val!));
            return true;
        }

        return false;
    }

    private bool ConvertibleTo(ref Operand x, GoType target)
    {
        if (AssignableTo(ref x, target))
        {
            return true;
        }

        // An untyped operand that cannot be assigned is converted like one of its own kind: []byte("a").
        return TypeRelations.ConvertibleTo(x.Type, target);
    }
}
