using System.Numerics;
using Unpark.Go.Syntax;

namespace Unpark.Go.Constants;

/// <content>Operators on constants.</content>
public abstract partial class ConstantValue
{
    /// <summary>
    /// <paramref name="op"/> <paramref name="y"/>, with +, -, ^ or !. For ^ on a value of an unsigned type, and no
    /// other, <paramref name="bits"/> is the size of the type; otherwise 0.
    /// </summary>
    public static ConstantValue UnaryOp(TokenKind op, ConstantValue y, int bits = 0)
    {
        switch (op)
        {
            case TokenKind.Add:
                return y.Form >= Representation.Int64 ? y : Unknown;
            case TokenKind.Sub:
                return Negate(y);
            case TokenKind.Xor:
                if (y.Kind != ConstantKind.Int)
                {
                    return Unknown;
                }

                if (y is Int64Constant small && bits == 0)
                {
                    return MakeInt64(~small.Value);
                }

                var inverted = -IntOf(y) - BigInteger.One;
                return MakeInt(bits > 0 ? inverted & ((BigInteger.One << bits) - BigInteger.One) : inverted);
            case TokenKind.Not:
                return y is BoolConstant boolean ? MakeBool(!boolean.Value) : Unknown;
            default:
                return Unknown;
        }
    }

    /// <summary>
    /// <paramref name="x"/> <paramref name="op"/> <paramref name="y"/> for anything but shifts and comparisons.
    /// <see cref="TokenKind.QuoAssign"/> stands for the division of integers without a remainder,
    /// <see cref="TokenKind.Quo"/> always for the exact one. Dividing by 0 gives <see cref="Unknown"/>.
    /// </summary>
    public static ConstantValue BinaryOp(ConstantValue x, TokenKind op, ConstantValue y)
    {
        if (!Match(ref x, ref y))
        {
            return Unknown;
        }

        switch (x.Form)
        {
            case Representation.BoolOrString:
                return BinaryBoolOrString(x, op, y);
            case Representation.Int64:
                return BinaryInt64(((Int64Constant)x).Value, op, ((Int64Constant)y).Value);
            case Representation.BigInt:
                return BinaryInt(IntOf(x), op, IntOf(y));
            case Representation.Rat:
                return BinaryRat(((RatConstant)x).Value, op, ((RatConstant)y).Value);
            case Representation.Float:
                return BinaryFloat(((FloatConstant)x).Value, op, ((FloatConstant)y).Value);
            case Representation.Complex:
                return BinaryComplex((ComplexConstant)x, op, (ComplexConstant)y);
            default:
                return Unknown;
        }
    }

    /// <summary>An integer shifted by a number of bits, with &lt;&lt; or &gt;&gt;.</summary>
    public static ConstantValue Shift(ConstantValue x, TokenKind op, int count)
    {
        if (x.Kind != ConstantKind.Int || count < 0)
        {
            return Unknown;
        }

        return op switch
        {
            _ when count == 0 => x,
            TokenKind.Shl when x is Int64Constant { Value: 0 } => x,
            TokenKind.Shl => MakeInt(IntOf(x) << count),
            TokenKind.Shr when x is Int64Constant small => MakeInt64(small.Value >> Math.Min(count, 63)),
            TokenKind.Shr => MakeInt(IntOf(x) >> count),
            _ => Unknown,
        };
    }

    /// <summary>
    /// The result of a comparison; false if it is not defined for the operands. Strings are compared by their bytes.
    /// </summary>
    public static bool Compare(ConstantValue x, TokenKind op, ConstantValue y)
    {
        if (!Match(ref x, ref y))
        {
            return false;
        }

        switch (x)
        {
            case BoolConstant a when y is BoolConstant b:
                return op switch
                {
                    TokenKind.Eql => a.Value == b.Value,
                    TokenKind.Neq => a.Value != b.Value,
                    _ => false,
                };
            case StringConstant a when y is StringConstant b:
                return Holds(a.Content.AsSpan().SequenceCompareTo(b.Content), op);
            case Int64Constant a:
                return Holds(a.Value.CompareTo(((Int64Constant)y).Value), op);
            case BigIntConstant a:
                return Holds(a.Value.CompareTo(IntOf(y)), op);
            case RatConstant a:
                return Holds(a.Value.CompareTo(((RatConstant)y).Value), op);
            case FloatConstant a:
                return Holds(a.Value.CompareTo(((FloatConstant)y).Value), op);
            case ComplexConstant a:
                var b2 = (ComplexConstant)y;
                var same = Compare(a.Re, TokenKind.Eql, b2.Re) && Compare(a.Im, TokenKind.Eql, b2.Im);
                return op switch
                {
                    TokenKind.Eql => same,
                    TokenKind.Neq => !same,
                    _ => false,
                };
            default:
                return false;
        }
    }

    private static bool Holds(int order, TokenKind op) => op switch
    {
        TokenKind.Eql => order == 0,
        TokenKind.Neq => order != 0,
        TokenKind.Lss => order < 0,
        TokenKind.Leq => order <= 0,
        TokenKind.Gtr => order > 0,
        TokenKind.Geq => order >= 0,
        _ => false,
    };

    // Converts the operand with the smaller representation to that of the other. False if there is no such conversion.
    private static bool Match(ref ConstantValue x, ref ConstantValue y)
    {
        if (x.Form < y.Form)
        {
            return Widen(ref x, y.Form);
        }

        return x.Form == y.Form ? x.Form != Representation.Unknown : Widen(ref y, x.Form);
    }

    private static bool Widen(ref ConstantValue x, Representation form)
    {
        if (x.Form < Representation.Int64)
        {
            return false;
        }

        x = form switch
        {
            Representation.BigInt => new BigIntConstant(IntOf(x)),
            Representation.Rat => new RatConstant(new BigRational(IntOf(x))),
            Representation.Float => new FloatConstant(x is RatConstant rat
                ? BigFloat.FromRational(rat.Value)
                : BigFloat.FromInteger(IntOf(x))),
            _ => new ComplexConstant(x, MakeInt64(0)),
        };
        return true;
    }

    private static ConstantValue Negate(ConstantValue y) => y switch
    {
        Int64Constant small when small.Value != long.MinValue => MakeInt64(-small.Value),
        Int64Constant small => MakeInt(-(BigInteger)small.Value),
        BigIntConstant big => MakeInt(-big.Value),
        RatConstant rat => MakeRat(rat.Value.Negate()),
        FloatConstant real => MakeFloat(real.Value.Negate()),
        ComplexConstant complex => MakeComplex(Negate(complex.Re), Negate(complex.Im)),
        _ => Unknown,
    };

    private static ConstantValue BinaryBoolOrString(ConstantValue x, TokenKind op, ConstantValue y)
    {
        if (x is BoolConstant a && y is BoolConstant b)
        {
            return op switch
            {
                TokenKind.LAnd => MakeBool(a.Value && b.Value),
                TokenKind.LOr => MakeBool(a.Value || b.Value),
                _ => Unknown,
            };
        }

        if (op != TokenKind.Add || x is not StringConstant s || y is not StringConstant t
            || s.Length + t.Length > Array.MaxLength)
        {
            return Unknown;
        }

        return s.Length == 0 ? t : t.Length == 0 ? s : new StringConstant(s, t);
    }

    private static ConstantValue BinaryInt64(long a, TokenKind op, long b)
    {
        long c;
        switch (op)
        {
            case TokenKind.Add:
                c = unchecked(a + b);
                return ((a ^ c) & (b ^ c)) < 0 ? MakeInt((BigInteger)a + b) : MakeInt64(c);
            case TokenKind.Sub:
                c = unchecked(a - b);
                return ((a ^ b) & (a ^ c)) < 0 ? MakeInt((BigInteger)a - b) : MakeInt64(c);
            case TokenKind.Mul:
                var high = Math.BigMul(a, b, out c);
                return high == c >> 63 ? MakeInt64(c) : MakeInt((BigInteger)a * b);
            case TokenKind.Quo:
                return b == 0 ? Unknown : MakeRat(new BigRational(a, b));
            case TokenKind.QuoAssign:
                return b == 0 ? Unknown : MakeInt64(b == -1 ? unchecked(-a) : a / b);
            case TokenKind.Rem:
                return b == 0 ? Unknown : MakeInt64(b == -1 ? 0 : a % b);
            case TokenKind.And:
                return MakeInt64(a & b);
            case TokenKind.Or:
                return MakeInt64(a | b);
            case TokenKind.Xor:
                return MakeInt64(a ^ b);
            case TokenKind.AndNot:
                return MakeInt64(a & ~b);
            default:
                return Unknown;
        }
    }

    private static ConstantValue BinaryInt(BigInteger a, TokenKind op, BigInteger b) => op switch
    {
        TokenKind.Add => MakeInt(a + b),
        TokenKind.Sub => MakeInt(a - b),
        TokenKind.Mul => MakeInt(a * b),
        TokenKind.Quo => b.IsZero ? Unknown : MakeRat(new BigRational(a, b)),
        TokenKind.QuoAssign => b.IsZero ? Unknown : MakeInt(BigInteger.Divide(a, b)),
        TokenKind.Rem => b.IsZero ? Unknown : MakeInt(BigInteger.Remainder(a, b)),
        TokenKind.And => MakeInt(a & b),
        TokenKind.Or => MakeInt(a | b),
        TokenKind.Xor => MakeInt(a ^ b),
        TokenKind.AndNot => MakeInt(a & (-b - BigInteger.One)),
        _ => Unknown,
    };

    private static ConstantValue BinaryRat(BigRational a, TokenKind op, BigRational b) => op switch
    {
        TokenKind.Add => MakeRat(a.Add(b)),
        TokenKind.Sub => MakeRat(a.Subtract(b)),
        TokenKind.Mul => MakeRat(a.Multiply(b)),
        TokenKind.Quo => b.Sign == 0 ? Unknown : MakeRat(a.Divide(b)),
        _ => Unknown,
    };

    private static ConstantValue BinaryFloat(BigFloat a, TokenKind op, BigFloat b) => op switch
    {
        TokenKind.Add => MakeFloat(BigFloat.Add(a, b)),
        TokenKind.Sub => MakeFloat(BigFloat.Add(a, b.Negate())),
        TokenKind.Mul => MakeFloat(BigFloat.Multiply(a, b)),
        TokenKind.Quo => b.Sign == 0 ? Unknown : MakeFloat(BigFloat.Divide(a, b)),
        _ => Unknown,
    };

    private static ConstantValue BinaryComplex(ComplexConstant x, TokenKind op, ComplexConstant y)
    {
        var (a, b) = (x.Re, x.Im);
        var (c, d) = (y.Re, y.Im);
        switch (op)
        {
            case TokenKind.Add or TokenKind.Sub:
                return MakeComplex(BinaryOp(a, op, c), BinaryOp(b, op, d));
            case TokenKind.Mul:
                // (a+bi)(c+di) = (ac-bd) + (bc+ad)i
                return MakeComplex(
                    BinaryOp(Product(a, c), TokenKind.Sub, Product(b, d)),
                    BinaryOp(Product(b, c), TokenKind.Add, Product(a, d)));
            case TokenKind.Quo:
                // (a+bi)/(c+di) = (ac+bd)/s + ((bc-ad)/s)i with s = cc+dd
                var s = BinaryOp(Product(c, c), TokenKind.Add, Product(d, d));
                return MakeComplex(
                    BinaryOp(BinaryOp(Product(a, c), TokenKind.Add, Product(b, d)), TokenKind.Quo, s),
                    BinaryOp(BinaryOp(Product(b, c), TokenKind.Sub, Product(a, d)), TokenKind.Quo, s));
            default:
                return Unknown;
        }
    }

    private static ConstantValue Product(ConstantValue x, ConstantValue y) => BinaryOp(x, TokenKind.Mul, y);
}
