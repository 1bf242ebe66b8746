using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>
/// Which constants a type can hold. Source: Go specification, "Representability"; go/types const.go.
/// </content>
internal sealed partial class Checker
{
    /// <summary>How many bits an untyped integer constant may have.</summary>
    private const int ConstantPrecision = 512;

    /// <summary>How many bytes a string constant may have.</summary>
    private const long MaxConstantStringLength = 2_000_000_000;

    /// <summary>
    /// Whether a value can be represented by a basic type, and in <paramref name="rounded"/> how.
    /// </summary>
    internal bool RepresentableConst(ConstantValue x, BasicType type, out ConstantValue rounded)
    {
        rounded = x;
        if (x.Kind == ConstantKind.Unknown)
        {
            return true;
        }

        var info = type.Info;
        if ((info & BasicInfo.Integer) != 0)
        {
            var value = ConstantValue.ToInt(x);
            if (value.Kind != ConstantKind.Int)
            {
                return false;
            }

            rounded = value;
            return IntegerFits(value, type.Kind);
        }

        if ((info & BasicInfo.Float) != 0)
        {
            var value = ConstantValue.ToFloat(x);
            if (value.Kind != ConstantKind.Float)
            {
                return false;
            }

            if (type.Kind == BasicKind.UntypedFloat)
            {
                return true;
            }

            return Round(value, type.Kind == BasicKind.Float32, out rounded);
        }

        if ((info & BasicInfo.Complex) != 0)
        {
            var value = ConstantValue.ToComplex(x);
            if (value.Kind != ConstantKind.Complex)
            {
                return false;
            }

            if (type.Kind == BasicKind.UntypedComplex)
            {
                return true;
            }

            var single = type.Kind == BasicKind.Complex64;
            if (!Round(ConstantValue.Real(value), single, out var re)
                || !Round(ConstantValue.Imag(value), single, out var im))
            {
                return false;
            }

            rounded = ConstantValue.BinaryOp(re, TokenKind.Add, ConstantValue.MakeImag(im));
            return true;
        }

        if ((info & BasicInfo.String) != 0)
        {
            return x.Kind == ConstantKind.String;
        }

        return (info & BasicInfo.Boolean) != 0 && x.Kind == ConstantKind.Bool;
    }

    /// <summary>
    /// Converts a constant operand to how its type represents it; where that is not possible, it becomes unknown.
    /// </summary>
    private void Representable(ref Operand x, BasicType type)
    {
        if (RepresentableConst(x.Val!, type, out var rounded))
        {
            x.Val = rounded;
            return;
        }

        Report(PosOf(x.Expr), "constant cannot be represented by type");
        x.Invalidate();
    }

    /// <summary>
    /// After a constant operation: a typed constant must be representable by its type, an untyped one must not grow
    /// without bounds.
    /// </summary>
    private void Overflow(ref Operand x, int opPos)
    {
        var value = x.Val!;
        switch (value.Kind)
        {
            case ConstantKind.Unknown:
                Report(opPos, "constant result cannot be represented");
                return;
            case var _ when x.Type is not BasicType { Info: var info } || (info & BasicInfo.Untyped) == 0:
                if (x.Type.Underlying is BasicType basic)
                {
                    Representable(ref x, basic);
                }

                return;
            case ConstantKind.Int when ConstantValue.BitLen(value) > ConstantPrecision:
                Report(opPos, "constant overflow");
                x.Val = ConstantValue.Unknown;
                return;
            case ConstantKind.String when ConstantValue.StringLen(value) > MaxConstantStringLength:
                Report(opPos, "constant string too long");
                x.Val = ConstantValue.Unknown;
                return;
        }
    }

    private static bool Round(ConstantValue x, bool single, out ConstantValue rounded)
    {
        var value = single ? ConstantValue.Float32Val(x) : ConstantValue.Float64Val(x);
        if (double.IsInfinity(value))
        {
            rounded = x;
            return false;
        }

        rounded = ConstantValue.MakeFloat64(value);
        return true;
    }

    private bool IntegerFits(ConstantValue value, BasicKind kind)
    {
        if (ConstantValue.TryGetInt64(value, out var small))
        {
            switch (kind)
            {
                case BasicKind.Int8:
                    return small is >= sbyte.MinValue and <= sbyte.MaxValue;
                case BasicKind.Int16:
                    return small is >= short.MinValue and <= short.MaxValue;
                case BasicKind.Int32:
                    return small is >= int.MinValue and <= int.MaxValue;
                case BasicKind.Uint8:
                    return small is >= 0 and <= byte.MaxValue;
                case BasicKind.Uint16:
                    return small is >= 0 and <= ushort.MaxValue;
                case BasicKind.Uint32:
                    return small is >= 0 and <= uint.MaxValue;
                case BasicKind.Uint64:
                    return small >= 0;
                case BasicKind.Int:
                    return sizes.WordSize == 8 || small is >= int.MinValue and <= int.MaxValue;
                case BasicKind.Uint or BasicKind.Uintptr:
                    return small >= 0 && (sizes.WordSize == 8 || small <= uint.MaxValue);
                default:
                    return true;
            }
        }

        return kind switch
        {
            BasicKind.UntypedInt or BasicKind.UntypedRune => kind == BasicKind.UntypedInt,
            BasicKind.Uint64 => ConstantValue.Sign(value) >= 0 && ConstantValue.BitLen(value) <= 64,
            BasicKind.Uint or BasicKind.Uintptr =>
                ConstantValue.Sign(value) >= 0 && ConstantValue.BitLen(value) <= sizes.WordSize * 8,
            _ => false,
        };
    }
}
