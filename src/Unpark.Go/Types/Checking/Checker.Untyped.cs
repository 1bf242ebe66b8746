using System.Runtime.CompilerServices;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>
/// Untyped expressions and how they get their types from where they are used. What is recorded of an untyped expression
/// is provisional until then; if nothing gives it a type, it stays. Source: go/types expr.go, const.go, recording.go.
/// </content>
internal sealed partial class Checker
{
    /// <summary>Records what an operand says of its expression.</summary>
    internal void Record(ref Operand x)
    {
        var type = x.Mode == OperandMode.NoValue ? TupleType.Empty : x.Type;
        if (type is BasicType { Info: var info } && (info & BasicInfo.Untyped) != 0)
        {
            RecordUntyped(x.Expr!, x.Mode, type, x.Mode == OperandMode.Constant ? x.Val : null);
        }
        else
        {
            RecordTypeAndValue(x.Expr!, x.Mode, type, x.Mode == OperandMode.Constant ? x.Val : null);
        }
    }

    /// <summary>
    /// Gives an untyped operand the type that a context wants, if it can have it; otherwise it becomes unknown.
    /// </summary>
    internal void ConvertUntyped(ref Operand x, GoType target)
    {
        if (!x.IsValid || IsTyped(x.Type))
        {
            return;
        }

        if (!ImplicitTypeAndValue(ref x, target, out var type, out var value))
        {
            Report(PosOf(x.Expr), "untyped operand cannot have the type");
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

    /// <summary>
    /// The type an untyped operand gets where a type is expected, and if it is a constant, how that represents it;
    /// false if there is none. A typed operand keeps its type. Source: Go specification, "Constants", "Assignability".
    /// </summary>
    internal bool ImplicitTypeAndValue(ref Operand x, GoType target, out GoType type, out ConstantValue? value)
    {
        value = null;
        type = x.Type;
        if (!x.IsValid || type is not BasicType { Kind: var kind, Info: var info } || (info & BasicInfo.Untyped) == 0)
        {
            return true;
        }

        if (target is BasicType { Kind: var targetKind, Info: var targetInfo }
            && (targetInfo & BasicInfo.Untyped) != 0)
        {
            // Both are untyped: of two numeric kinds the larger one is taken.
            if (kind == targetKind)
            {
                return true;
            }

            if ((info & BasicInfo.Numeric) == 0 || (targetInfo & BasicInfo.Numeric) == 0)
            {
                return false;
            }

            type = kind > targetKind ? type : target;
            return true;
        }

        switch (target.Underlying)
        {
            case UnknownType:
                return true;

            case BasicType { Kind: BasicKind.Invalid }:
                return true;

            case BasicType basic:
                if (x.Mode == OperandMode.Constant)
                {
                    if (!RepresentableConst(x.Val!, basic, out var rounded))
                    {
                        return false;
                    }

                    value = rounded;
                    type = target;
                    return true;
                }

                var possible = kind switch
                {
                    BasicKind.UntypedBool => (basic.Info & BasicInfo.Boolean) != 0,
                    BasicKind.UntypedString => (basic.Info & BasicInfo.String) != 0,
                    BasicKind.UntypedNil => basic.Kind == BasicKind.UnsafePointer,
                    _ => (basic.Info & BasicInfo.Numeric) != 0,
                };
                type = kind == BasicKind.UntypedNil ? x.Type : target;
                return possible;

            case InterfaceType when IsTypeParam(target):
                foreach (var (_, under) in SpecificTypes.Of(target))
                {
                    if (under == null || !ImplicitTypeAndValue(ref x, under, out _, out _))
                    {
                        return false;
                    }
                }

                type = kind == BasicKind.UntypedNil ? x.Type : target;
                return true;

            case InterfaceType interfaceType:
                // nil keeps its type, so that tools can tell it; other values need a dynamic type.
                if (kind == BasicKind.UntypedNil)
                {
                    return true;
                }

                type = Default(x.Type);
                return interfaceType.IsEmpty;

            case PointerType or Signature or SliceType or MapType or ChanType:
                return kind == BasicKind.UntypedNil;

            default:
                return false;
        }
    }

    /// <summary>
    /// Gives an untyped expression the type it has where it is used, and its operands too; nothing happens if it has
    /// its final type already.
    /// </summary>
    /// <param name="x">The expression; null does nothing.</param>
    /// <param name="type">Its type, which may be untyped still.</param>
    /// <param name="final">Whether an untyped type is final.</param>
    internal void UpdateExprType(Expr? x, GoType type, bool final)
    {
        if (x == null || !TryGetUntyped(x, out var old))
        {
            return;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Checker: this, x, type, final), static at => at.Checker.UpdateExprType(at.x, at.type, at.final));
            return;
        }

        switch (x)
        {
            case ParenExpr paren:
                UpdateExprType(paren.X, type, final);
                break;

            // The operands of a constant operation do not exist at run time; they stay untyped.
            case UnaryExpr unary when old.Value == null:
                UpdateExprType(unary.X, type, final);
                break;

            case BinaryExpr binary when old.Value == null:
                if (IsShift(binary.Op))
                {
                    UpdateExprType(binary.X, type, final);
                }
                else if (!IsComparisonOp(binary.Op))
                {
                    UpdateExprType(binary.X, type, final);
                    UpdateExprType(binary.Y, type, final);
                }

                break;
        }

        if (!final && IsUntyped(type))
        {
            UpdateUntypedType(x, type);
            return;
        }

        ForgetUntyped(x);
        if (old.IsShiftOperand && !AllBasic(type, BasicInfo.Integer) && !MentionsUnknown(type))
        {
            Report(x.Pos, "shifted operand must be integer");
            return;
        }

        var value = old.Value;
        if (value != null && IsTyped(type) && type.Underlying is BasicType basic)
        {
            // go/types checks the representation here, but records the value as it was given before.
            if (!RepresentableConst(value, basic, out _))
            {
                Report(x.Pos, "constant cannot be represented by type");
                return;
            }
        }

        RecordTypeAndValue(x, old.Mode, type, value);
    }
}
