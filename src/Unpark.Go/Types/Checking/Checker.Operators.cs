using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>
/// Unary and binary operations. Source: Go specification, "Operators"; go/types expr.go.
/// Where one operand is unknown, the result is what every valid program would have there, or unknown too.
/// </content>
internal sealed partial class Checker
{
    /// <summary>The largest shift count of a constant shift: enough to express the smallest float64.</summary>
    private const ulong MaxConstantShift = 1023 - 1 + 52;

    /// <summary>The operands on the left of those being checked, so that long sums need no deep recursion.</summary>
    private readonly List<BinaryExpr> spine = [];

    /// <summary>Checks a binary operation, or the operation in an assignment such as <c>x += y</c>.</summary>
    /// <param name="x">The result.</param>
    /// <param name="e">The operation; null in an assignment.</param>
    /// <param name="lhs">The left operand.</param>
    /// <param name="rhs">The right operand.</param>
    /// <param name="op">The operator.</param>
    /// <param name="opPos">Its offset.</param>
    internal void Binary(ref Operand x, Expr? e, Expr lhs, Expr rhs, TokenKind op, int opPos)
    {
        Expr(null, ref x, lhs);
        BinaryWith(ref x, e, rhs, op, opPos);
    }

    /// <summary>Checks a comparison; in a switch, of the tag with the case's expression.</summary>
    internal void Comparison(ref Operand x, ref Operand y, TokenKind op, bool switchCase)
    {
        if (switchCase)
        {
            op = TokenKind.Eql;
        }

        if (!x.IsValid || !y.IsValid || IsUnknown(x.Type) || IsUnknown(y.Type))
        {
            x.Mode = OperandMode.Value;
            x.Type = Universe.UntypedBool;
            x.Val = null;
            return;
        }

        if (!IsComparisonDefined(ref x, ref y, op) && !MentionsUnknown(x.Type) && !MentionsUnknown(y.Type))
        {
            Report(PosOf(x.Expr), "operands cannot be compared");
            x.Invalidate();
            return;
        }

        if (x.Mode == OperandMode.Constant && y.Mode == OperandMode.Constant)
        {
            x.Val = ConstantValue.MakeBool(ConstantValue.Compare(x.Val!, op, y.Val!));
        }
        else
        {
            // The operands exist at run time, so they have their default types now if they had none.
            x.Mode = OperandMode.Value;
            x.Val = null;
            if (IsUntyped(x.Type))
            {
                UpdateExprType(x.Expr, Default(x.Type), true);
            }

            if (IsUntyped(y.Type))
            {
                UpdateExprType(y.Expr, Default(y.Type), true);
            }
        }

        x.Type = Universe.UntypedBool;
    }

    /// <summary>Converts untyped operands so that their types match, where that may be possible.</summary>
    internal void MatchTypes(ref Operand x, ref Operand y)
    {
        if (!MayConvert(ref x, ref y))
        {
            return;
        }

        ConvertUntyped(ref x, y.Type);
        if (!x.IsValid)
        {
            return;
        }

        ConvertUntyped(ref y, x.Type);
        if (!y.IsValid)
        {
            x.Invalidate();
        }
    }

    /// <summary>
    /// The element type of the channel <paramref name="x"/>, for a receive or a send; null if it is no such channel.
    /// </summary>
    internal GoType? ChanElem(int offset, ref Operand x, bool recv)
    {
        var forbidden = recv ? ChanDir.Send : ChanDir.Recv;
        GoType? common;
        if (IsTypeParam(x.Type))
        {
            foreach (var (_, under) in SpecificTypes.Of(x.Type))
            {
                if (under is not ChanType chan || chan.Dir == forbidden)
                {
                    ReportOn(x.Type, offset, "no channel to send to or receive from");
                    return null;
                }
            }

            common = SpecificTypes.CommonUnder(x.Type);
        }
        else
        {
            common = x.Type.Underlying;
        }

        switch (common)
        {
            case ChanType chan when chan.Dir != forbidden:
                return chan.Elem;
            case UnknownType:
                return UnknownType.Instance;
            default:
                ReportOn(x.Type, offset, "no channel to send to or receive from");
                return null;
        }
    }

    private static bool IsShift(TokenKind op) => op is TokenKind.Shl or TokenKind.Shr;

    private static bool IsComparisonOp(TokenKind op) => op is TokenKind.Eql or TokenKind.Neq or TokenKind.Lss
        or TokenKind.Leq or TokenKind.Gtr or TokenKind.Geq;

    private static bool IsUnaryDefined(TokenKind op, GoType type) => op switch
    {
        TokenKind.Add or TokenKind.Sub => AllBasic(type, BasicInfo.Numeric),
        TokenKind.Xor or TokenKind.Tilde => AllBasic(type, BasicInfo.Integer),
        TokenKind.Not => AllBasic(type, BasicInfo.Boolean),
        _ => false,
    };

    private static bool IsBinaryDefined(TokenKind op, GoType type) => op switch
    {
        TokenKind.Add => AllBasic(type, BasicInfo.Numeric | BasicInfo.String),
        TokenKind.Sub or TokenKind.Mul or TokenKind.Quo => AllBasic(type, BasicInfo.Numeric),
        TokenKind.Rem or TokenKind.And or TokenKind.Or or TokenKind.Xor or TokenKind.AndNot =>
            AllBasic(type, BasicInfo.Integer),
        TokenKind.LAnd or TokenKind.LOr => AllBasic(type, BasicInfo.Boolean),
        _ => false,
    };

    private static bool MayConvert(ref Operand x, ref Operand y)
    {
        var xBasic = x.Type as BasicType;
        var yBasic = y.Type as BasicType;
        var xUntyped = xBasic != null && (xBasic.Info & BasicInfo.Untyped) != 0;
        var yUntyped = yBasic != null && (yBasic.Info & BasicInfo.Untyped) != 0;
        if (!xUntyped && !yUntyped)
        {
            return false;
        }

        if (xBasic != null && yBasic != null
            && (xBasic.Info & BasicInfo.Numeric) != 0 && (yBasic.Info & BasicInfo.Numeric) != 0)
        {
            return true;
        }

        if (AllBasic(x.Type, BasicInfo.Numeric) != AllBasic(y.Type, BasicInfo.Numeric))
        {
            return false;
        }

        if (IsNonTypeParamInterface(x.Type) || IsNonTypeParamInterface(y.Type))
        {
            return true;
        }

        if (AllBasic(x.Type, BasicInfo.Boolean) != AllBasic(y.Type, BasicInfo.Boolean)
            || AllBasic(x.Type, BasicInfo.String) != AllBasic(y.Type, BasicInfo.String))
        {
            return false;
        }

        if (x.IsNil)
        {
            return HasNil(y.Type);
        }

        if (y.IsNil)
        {
            return HasNil(x.Type);
        }

        return x.Type.Underlying is not PointerType && y.Type.Underlying is not PointerType;
    }

    private static bool IsDivisionByZero(ref Operand x, ref Operand y)
    {
        if (y.Mode != OperandMode.Constant || y.Val!.Kind == ConstantKind.Unknown)
        {
            return false;
        }

        if ((x.Mode == OperandMode.Constant || AllBasic(x.Type, BasicInfo.Integer)) && ConstantValue.Sign(y.Val) == 0)
        {
            return true;
        }

        if (x.Mode == OperandMode.Constant && IsBasic(x.Type, BasicInfo.Complex))
        {
            // The square of the divisor's absolute value must not vanish.
            var re = ConstantValue.Real(y.Val);
            var im = ConstantValue.Imag(y.Val);
            return ConstantValue.Sign(ConstantValue.BinaryOp(re, TokenKind.Mul, re)) == 0
                && ConstantValue.Sign(ConstantValue.BinaryOp(im, TokenKind.Mul, im)) == 0;
        }

        return false;
    }

    private void Unary(ref Operand x, UnaryExpr e)
    {
        Expr(null, ref x, e.X);
        switch (e.Op)
        {
            case TokenKind.And:
                x.MayBeConstant = false;
                if (x.IsValid && x.Mode != OperandMode.Variable && Unparen(e.X) is not Syntax.CompositeLit)
                {
                    Report(e.Pos, "address of what is not addressable");
                    x.Invalidate();
                    return;
                }

                x.Mode = OperandMode.Value;
                x.Type = new PointerType(x.Type);
                x.Val = null;
                return;

            case TokenKind.Arrow:
                hasCallOrRecv = true;
                x.MayBeConstant = false;
                if (!x.IsValid)
                {
                    x.Type = UnknownType.Instance;
                    return;
                }

                if (ChanElem(e.Pos, ref x, true) is { } elem)
                {
                    x.Mode = OperandMode.CommaOk;
                    x.Type = elem;
                    x.Val = null;
                    return;
                }

                x.Invalidate();
                return;
        }

        if (!x.IsValid)
        {
            x.Type = UnknownType.Instance;
            return;
        }

        if (!IsUnaryDefined(e.Op, x.Type) && !MentionsUnknown(x.Type))
        {
            Report(e.Pos, "operator not defined on operand");
            x.Invalidate();
            return;
        }

        if (x.Mode == OperandMode.Constant)
        {
            if (x.Val!.Kind == ConstantKind.Unknown)
            {
                return;
            }

            var bits = IsBasic(x.Type, BasicInfo.Unsigned) ? (int)(sizes.Sizeof(x.Type) * 8) : 0;
            x.Val = ConstantValue.UnaryOp(e.Op == TokenKind.Tilde ? TokenKind.Xor : e.Op, x.Val, bits);
            x.Expr = e;
            Overflow(ref x, e.Pos);
            return;
        }

        x.Mode = OperandMode.Value;
    }

    /// <summary>
    /// Checks a binary operation whose left operand may be one too, and so on: what is on the left is checked in a
    /// loop.
    /// </summary>
    private void BinaryChain(ref Operand x, BinaryExpr e)
    {
        if (e.X is not BinaryExpr)
        {
            Binary(ref x, e, e.X, e.Y, e.Op, e.OpPos);
            return;
        }

        var bottom = spine.Count;
        var innermost = e;
        while (innermost.X is BinaryExpr next)
        {
            spine.Add(innermost);
            innermost = next;
        }

        Binary(ref x, innermost, innermost.X, innermost.Y, innermost.Op, innermost.OpPos);
        x.Expr = innermost;
        Record(ref x);
        for (var i = spine.Count - 1; i >= bottom; i--)
        {
            var outer = spine[i];
            spine.RemoveAt(i);
            BinaryWith(ref x, outer, outer.Y, outer.Op, outer.OpPos);
            x.Expr = outer;
            if (i > bottom)
            {
                Record(ref x);
            }
        }
    }

    private void BinaryWith(ref Operand x, Expr? e, Expr rhs, TokenKind op, int opPos)
    {
        Operand y = default;
        Expr(null, ref y, rhs);
        var mayBeConstant = x.IsPossiblyConstant && y.IsPossiblyConstant;
        if (x.IsValid && y.IsValid)
        {
            BinaryWithKnown(ref x, ref y, e, op, opPos);
        }
        else
        {
            BinaryWithUnknown(ref x, ref y, op);
        }

        x.MayBeConstant = mayBeConstant && x.Mode == OperandMode.Value;
    }

    private void BinaryWithKnown(ref Operand x, ref Operand y, Expr? e, TokenKind op, int opPos)
    {

        if (IsShift(op))
        {
            Shift(ref x, ref y, e, op);
            return;
        }

        MatchTypes(ref x, ref y);
        if (!x.IsValid)
        {
            return;
        }

        if (IsComparisonOp(op))
        {
            Comparison(ref x, ref y, op, false);
            return;
        }

        if (!ReferenceEquals(x.Type, y.Type) && !TypeRelations.Identical(x.Type, y.Type))
        {
            if (MentionsUnknown(x.Type) || MentionsUnknown(y.Type))
            {
                BinaryWithUnknown(ref x, ref y, op);
                return;
            }

            Report(opPos, "mismatched types");
            x.Invalidate();
            return;
        }

        if (!IsBinaryDefined(op, x.Type) && !MentionsUnknown(x.Type))
        {
            Report(opPos, "operator not defined on operands");
            x.Invalidate();
            return;
        }

        if (op is TokenKind.Quo or TokenKind.Rem && IsDivisionByZero(ref x, ref y))
        {
            Report(PosOf(y.Expr), "division by zero");
            x.Invalidate();
            return;
        }

        if (x.Mode == OperandMode.Constant && y.Mode == OperandMode.Constant)
        {
            if (x.Val!.Kind == ConstantKind.Unknown || y.Val!.Kind == ConstantKind.Unknown)
            {
                x.Val = ConstantValue.Unknown;
                return;
            }

            // go/constant divides integers when asked with the assignment operator.
            var constantOp = op == TokenKind.Quo && IsBasic(x.Type, BasicInfo.Integer) ? TokenKind.QuoAssign : op;
            x.Val = ConstantValue.BinaryOp(x.Val, constantOp, y.Val);
            x.Expr = e;
            Overflow(ref x, opPos);
            return;
        }

        x.Mode = OperandMode.Value;
        x.Val = null;
    }

    /// <summary>
    /// The result of an operation with at least one unknown operand: a comparison gives an untyped boolean, a shift its
    /// left operand's type; otherwise both types are the same unless an untyped constant is among them, so that a
    /// known operand with a type tells the result's.
    /// </summary>
    private static void BinaryWithUnknown(ref Operand x, ref Operand y, TokenKind op)
    {
        x.Val = null;
        if (IsComparisonOp(op))
        {
            x.Mode = OperandMode.Value;
            x.Type = Universe.UntypedBool;
            return;
        }

        if (x.IsValid && IsTyped(x.Type) && (IsShift(op) || !IsUnknown(x.Type)))
        {
            x.Mode = OperandMode.Value;
            return;
        }

        if (y.IsValid && !IsShift(op) && IsTyped(y.Type) && !IsUnknown(y.Type))
        {
            x.Mode = OperandMode.Value;
            x.Type = y.Type;
            return;
        }

        x.Invalidate();
        x.Type = UnknownType.Instance;
    }

    private bool IsComparisonDefined(ref Operand x, ref Operand y, TokenKind op)
    {
        if (!ReferenceEquals(x.Type, y.Type) && !AssignableTo(ref x, y.Type) && !AssignableTo(ref y, x.Type))
        {
            return false;
        }

        if (op is TokenKind.Eql or TokenKind.Neq)
        {
            if (x.IsNil)
            {
                return HasNil(y.Type);
            }

            if (y.IsNil)
            {
                return HasNil(x.Type);
            }

            return Comparable(x.Type) && (ReferenceEquals(x.Type, y.Type) || Comparable(y.Type));
        }

        return AllBasic(x.Type, BasicInfo.Ordered)
            && (ReferenceEquals(x.Type, y.Type) || AllBasic(y.Type, BasicInfo.Ordered));
    }

    private void Shift(ref Operand x, ref Operand y, Expr? e, TokenKind op)
    {
        ConstantValue? xval = null;
        if (x.Mode == OperandMode.Constant)
        {
            xval = ConstantValue.ToInt(x.Val!);
        }

        var isInteger = AllBasic(x.Type, BasicInfo.Integer);
        if (!isInteger && !(IsUntyped(x.Type) && xval is { Kind: ConstantKind.Int }) && !MentionsUnknown(x.Type))
        {
            Report(PosOf(x.Expr), "shifted operand must be integer");
            x.Invalidate();
            return;
        }

        ConstantValue? yval = null;
        if (y.Mode == OperandMode.Constant)
        {
            yval = ConstantValue.ToInt(y.Val!);
            if (yval.Kind == ConstantKind.Int && ConstantValue.Sign(yval) < 0)
            {
                Report(PosOf(y.Expr), "negative shift count");
                x.Invalidate();
                return;
            }

            if (IsUntyped(y.Type))
            {
                // The count must be representable by a uint, but is not converted to one.
                Representable(ref y, Universe.Uint);
                if (!y.IsValid)
                {
                    x.Invalidate();
                    return;
                }
            }
        }
        else if (IsUntyped(y.Type))
        {
            ConvertUntyped(ref y, Universe.Uint);
            if (!y.IsValid)
            {
                x.Invalidate();
                return;
            }
        }
        else if (!AllBasic(y.Type, BasicInfo.Integer) && !MentionsUnknown(y.Type))
        {
            Report(PosOf(y.Expr), "shift count must be integer");
            x.Invalidate();
            return;
        }

        if (x.Mode == OperandMode.Constant)
        {
            if (y.Mode == OperandMode.Constant)
            {
                ConstantShift(ref x, ref y, xval!, yval!, e, op);
                return;
            }

            if (IsUntyped(x.Type))
            {
                // The constant gets the type it would have if the shift were replaced by it alone; see UpdateExprType.
                MarkShiftOperand(x.Expr);
                x.Mode = OperandMode.Value;
                x.Val = null;
                return;
            }
        }

        if (!AllBasic(x.Type, BasicInfo.Integer) && !MentionsUnknown(x.Type))
        {
            Report(PosOf(x.Expr), "shifted operand must be integer");
            x.Invalidate();
            return;
        }

        x.Mode = OperandMode.Value;
        x.Val = null;
    }

    private void ConstantShift(
        ref Operand x, ref Operand y, ConstantValue xval, ConstantValue yval, Expr? e, TokenKind op)
    {
        var isInteger = IsBasic(x.Type, BasicInfo.Integer);
        if (x.Val!.Kind == ConstantKind.Unknown || y.Val!.Kind == ConstantKind.Unknown)
        {
            x.Val = ConstantValue.Unknown;
            if (!isInteger)
            {
                x.Type = Universe.UntypedInt;
            }

            return;
        }

        if (!ConstantValue.TryGetUInt64(yval, out var count) || count > MaxConstantShift)
        {
            Report(PosOf(y.Expr), "invalid shift count");
            x.Invalidate();
            return;
        }

        if (!isInteger)
        {
            // An untyped constant such as 2.0, which is an integer by its value.
            x.Type = Universe.UntypedInt;
        }

        x.Val = ConstantValue.Shift(xval, op, (int)count);
        x.Expr = e;
        Overflow(ref x, OpPosOf(e));
    }
}
