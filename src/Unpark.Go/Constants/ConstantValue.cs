using System.Numerics;
using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Go.Constants;

/// <summary>
/// The value of a Go constant, of arbitrary size and, as long as numerators and denominators stay below 4096 bits,
/// exact;
/// beyond that numbers are rounded to 512 bits as Go's own tools do. Immutable and safe to use from many threads.
/// An operation that is not defined for its operands gives <see cref="Unknown"/>. Source: go/constant.
/// </summary>
public abstract partial class ConstantValue
{
    private const int MaxRationalBits = 4096;

    private static readonly Int64Constant[] SmallInts = MakeSmallInts();
    private static readonly BoolConstant True = new(true);
    private static readonly BoolConstant False = new(false);
    private static readonly StringConstant EmptyString = new([]);
    private static readonly FloatConstant FloatZero = new(BigFloat.Zero);

    private protected ConstantValue()
    {
    }

    /// <summary>The value of which nothing is known.</summary>
    public static ConstantValue Unknown { get; } = new UnknownConstant();

    /// <summary>What kind of value it is.</summary>
    public abstract ConstantKind Kind { get; }

    /// <summary>The representation, which says what a value has to be converted to before an operation.</summary>
    private protected abstract Representation Form { get; }

    private bool IsRealNumber => Form is >= Representation.Int64 and <= Representation.Float;

    /// <summary>A boolean.</summary>
    public static ConstantValue MakeBool(bool value) => value ? True : False;

    /// <summary>A string; surrogates without a partner become U+FFFD.</summary>
    public static ConstantValue MakeString(string value) =>
        value.Length == 0 ? EmptyString : new StringConstant(Encoding.UTF8.GetBytes(value));

    /// <summary>A string of bytes, which need not be UTF-8.</summary>
    public static ConstantValue MakeString(ReadOnlySpan<byte> value) =>
        value.Length == 0 ? EmptyString : new StringConstant(value.ToArray());

    /// <summary>An integer.</summary>
    public static ConstantValue MakeInt64(long value) =>
        value is >= -128 and < 1024 ? SmallInts[value + 128] : new Int64Constant(value);

    /// <summary>An integer.</summary>
    public static ConstantValue MakeUInt64(ulong value) =>
        value <= long.MaxValue ? MakeInt64((long)value) : new BigIntConstant(value);

    /// <summary>An integer.</summary>
    public static ConstantValue MakeInt(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? MakeInt64((long)value) : new BigIntConstant(value);

    /// <summary>A number; infinities and NaN give <see cref="Unknown"/>, and -0 gives 0.</summary>
    public static ConstantValue MakeFloat64(double value) =>
        double.IsFinite(value) ? new RatConstant(BigRational.FromDouble(value)) : Unknown;

    /// <summary>The imaginary number <paramref name="x"/>i; <paramref name="x"/> must be an integer or float.</summary>
    public static ConstantValue MakeImag(ConstantValue x) =>
        x.IsRealNumber ? MakeComplex(MakeInt64(0), x) : Unknown;

    /// <summary>The integer whose absolute value has the given bytes, the least significant one first.</summary>
    public static ConstantValue MakeFromBytes(ReadOnlySpan<byte> bytes) =>
        MakeInt(new BigInteger(bytes, isUnsigned: true));

    /// <summary>
    /// The value of a literal as it is written: <see cref="Unknown"/> if its syntax is wrong or it is too large.
    /// </summary>
    /// <param name="literal">The literal, quotes included.</param>
    /// <param name="kind">Int, Float, Imag, Char or String.</param>
    public static ConstantValue MakeFromLiteral(string literal, TokenKind kind)
    {
        switch (kind)
        {
            case TokenKind.Int:
                return NumberLiteral.ParseInt(literal, out var value) ? MakeInt(value) : Unknown;
            case TokenKind.Float:
                return FloatFromLiteral(literal);
            case TokenKind.Imag:
                if (literal.EndsWith('i') && FloatFromLiteral(literal.AsSpan(0, literal.Length - 1)) is var im
                    && im.Kind != ConstantKind.Unknown)
                {
                    return MakeComplex(MakeInt64(0), im);
                }

                return Unknown;
            case TokenKind.Char:
                return GoQuote.TryUnquoteChar(literal, out var codePoint) ? MakeInt64(codePoint) : Unknown;
            case TokenKind.String:
                return GoQuote.TryUnquote(literal, out var bytes)
                    ? bytes.Length == 0 ? EmptyString : new StringConstant(bytes)
                    : Unknown;
            default:
                return Unknown;
        }
    }

    /// <summary>The boolean; false for any other kind.</summary>
    public static bool BoolVal(ConstantValue x) => x is BoolConstant { Value: true };

    /// <summary>The string, bytes that are not UTF-8 replaced by U+FFFD; empty for any other kind.</summary>
    public static string StringVal(ConstantValue x) => x is StringConstant s ? Encoding.UTF8.GetString(s.Content) : "";

    /// <summary>The bytes of the string; empty for any other kind.</summary>
    public static ReadOnlyMemory<byte> StringBytes(ConstantValue x) => x is StringConstant s ? s.Content : default;

    /// <summary>The length of the string in bytes; 0 for any other kind. O(1), also for a long concatenation.</summary>
    public static long StringLen(ConstantValue x) => x is StringConstant s ? s.Length : 0;

    /// <summary>The integer, if it is one and an int64 can hold it.</summary>
    public static bool TryGetInt64(ConstantValue x, out long value)
    {
        value = x is Int64Constant small ? small.Value : 0;
        return x is Int64Constant;
    }

    /// <summary>The integer, if it is one and a uint64 can hold it.</summary>
    public static bool TryGetUInt64(ConstantValue x, out ulong value)
    {
        switch (x)
        {
            case Int64Constant small when small.Value >= 0:
                value = (ulong)small.Value;
                return true;
            case BigIntConstant big when big.Value.Sign > 0 && big.Value <= ulong.MaxValue:
                value = (ulong)big.Value;
                return true;
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>The integer, if it is one.</summary>
    public static bool TryGetInt(ConstantValue x, out BigInteger value)
    {
        value = IntOf(x);
        return x.Kind == ConstantKind.Int;
    }

    /// <summary>
    /// The nearest float32 of an integer or float, ties to even; infinite if it is too large, 0 for other kinds.
    /// </summary>
    public static float Float32Val(ConstantValue x) => (float)Rounded(x, FloatFormat.Single, out _);

    /// <summary>The nearest float32 of an integer or float, and whether it is the same number.</summary>
    public static float Float32Val(ConstantValue x, out bool exact) => (float)Rounded(x, FloatFormat.Single, out exact);

    /// <summary>
    /// The nearest float64 of an integer or float, ties to even; infinite if it is too large, 0 for other kinds.
    /// </summary>
    public static double Float64Val(ConstantValue x) => Rounded(x, FloatFormat.Double, out _);

    /// <summary>The nearest float64 of an integer or float, and whether it is the same number.</summary>
    public static double Float64Val(ConstantValue x, out bool exact) => Rounded(x, FloatFormat.Double, out exact);

    /// <summary>How many bits the absolute value of an integer has; 0 for other kinds.</summary>
    public static int BitLen(ConstantValue x) => x switch
    {
        Int64Constant { Value: < 0 } small => 64 - BitOperations.LeadingZeroCount(unchecked((ulong)-small.Value)),
        Int64Constant small => 64 - BitOperations.LeadingZeroCount((ulong)small.Value),
        BigIntConstant big => BigFloat.BitLength(big.Value),
        _ => 0,
    };

    /// <summary>
    /// -1, 0 or 1 as a number is below, equal to or above 0; of a complex number 0 just if it is 0. For other kinds 1.
    /// </summary>
    public static int Sign(ConstantValue x) => x switch
    {
        Int64Constant small => Math.Sign(small.Value),
        BigIntConstant big => big.Value.Sign,
        RatConstant rat => rat.Value.Sign,
        FloatConstant real => real.Value.Sign,
        ComplexConstant complex => Sign(complex.Re) | Sign(complex.Im),
        _ => 1,
    };

    /// <summary>
    /// The bytes of an integer's absolute value, the least significant one first; empty for 0 and other kinds.
    /// </summary>
    public static byte[] Bytes(ConstantValue x)
    {
        var value = BigInteger.Abs(IntOf(x));
        return value.IsZero ? [] : value.ToByteArray(isUnsigned: true);
    }

    /// <summary>The numerator of an integer or float; <see cref="Unknown"/> for one too large or too small.</summary>
    public static ConstantValue Num(ConstantValue x) => x switch
    {
        Int64Constant or BigIntConstant => x,
        RatConstant rat => MakeInt(rat.Value.Num),
        FloatConstant real when IsSmall(real.Value) => MakeInt(real.Value.ToRational().Num),
        _ => Unknown,
    };

    /// <summary>The denominator of an integer or float; <see cref="Unknown"/> for one too large or too small.</summary>
    public static ConstantValue Denom(ConstantValue x) => x switch
    {
        Int64Constant or BigIntConstant => MakeInt64(1),
        RatConstant rat => MakeInt(rat.Value.Den),
        FloatConstant real when IsSmall(real.Value) => MakeInt(real.Value.ToRational().Den),
        _ => Unknown,
    };

    /// <summary>The real part of a number.</summary>
    public static ConstantValue Real(ConstantValue x) => x switch
    {
        ComplexConstant complex => complex.Re,
        _ => x.IsRealNumber ? x : Unknown,
    };

    /// <summary>The imaginary part of a number.</summary>
    public static ConstantValue Imag(ConstantValue x) => x switch
    {
        ComplexConstant complex => complex.Im,
        _ => x.IsRealNumber ? MakeInt64(0) : Unknown,
    };

    /// <summary>
    /// The value as an integer, if it is one, or a float that was one before it was rounded; otherwise unknown.
    /// </summary>
    public static ConstantValue ToInt(ConstantValue x)
    {
        switch (x)
        {
            case Int64Constant or BigIntConstant:
                return x;
            case RatConstant rat:
                return rat.Value.IsInteger ? MakeInt(rat.Value.Num) : Unknown;
            case FloatConstant real:
                return IsSmall(real.Value) && real.Value.TryToInteger(out var value) ? MakeInt(value) : Unknown;
            case ComplexConstant:
                var re = ToFloat(x);
                return re.Kind == ConstantKind.Float ? ToInt(re) : Unknown;
            default:
                return Unknown;
        }
    }

    /// <summary>The value as a float, if it is a number without an imaginary part; otherwise unknown.</summary>
    public static ConstantValue ToFloat(ConstantValue x) => x switch
    {
        Int64Constant small => new RatConstant(new BigRational(small.Value)),
        BigIntConstant big => BigFloat.BitLength(big.Value) < MaxRationalBits
            ? new RatConstant(new BigRational(big.Value))
            : new FloatConstant(BigFloat.FromInteger(big.Value)),
        RatConstant or FloatConstant => x,
        ComplexConstant complex when Sign(complex.Im) == 0 => ToFloat(complex.Re),
        _ => Unknown,
    };

    /// <summary>The value as a complex number, if it is a number; otherwise unknown.</summary>
    public static ConstantValue ToComplex(ConstantValue x) => x switch
    {
        ComplexConstant => x,
        _ => x.IsRealNumber ? new ComplexConstant(x, MakeInt64(0)) : Unknown,
    };

    /// <summary>A short form for people: numbers are rounded, long strings cut off.</summary>
    public abstract override string ToString();

    /// <summary>A form that says the value exactly.</summary>
    public virtual string ExactString() => ToString();

    private static ConstantValue MakeRat(BigRational value) => value.IsSmallerThan(MaxRationalBits)
        ? new RatConstant(value)
        : new FloatConstant(BigFloat.FromRational(value));

    private static ConstantValue MakeFloat(BigFloat value) => value.IsInfinite
        ? Unknown
        : value.Sign == 0 ? FloatZero : new FloatConstant(value);

    private static ConstantValue MakeComplex(ConstantValue re, ConstantValue im) =>
        re.Kind == ConstantKind.Unknown || im.Kind == ConstantKind.Unknown ? Unknown : new ComplexConstant(re, im);

    private static ConstantValue FloatFromLiteral(ReadOnlySpan<char> literal)
    {
        if (!NumberLiteral.TryParse(literal, out var number))
        {
            return Unknown;
        }

        if (number.IsSurelySmallerThan(MaxRationalBits))
        {
            return new RatConstant(number.ToRational());
        }

        if (!number.TryToFloat(out var value))
        {
            return Unknown;
        }

        if (!value.IsInfinite && IsSmall(value))
        {
            // A number so small that it became 0 would take forever as a fraction.
            return new RatConstant(value.Sign == 0 ? BigRational.Zero : number.ToRational());
        }

        return MakeFloat(value);
    }

    private static bool IsSmall(BigFloat value) =>
        !value.IsInfinite && value.Exponent is > -MaxRationalBits and < MaxRationalBits;

    private static BigInteger IntOf(ConstantValue x) => x switch
    {
        Int64Constant small => small.Value,
        BigIntConstant big => big.Value,
        _ => BigInteger.Zero,
    };

    private static double Rounded(ConstantValue x, FloatFormat format, out bool exact)
    {
        switch (x)
        {
            case Int64Constant or BigIntConstant:
                return format.Round(IntOf(x), 0, false, out exact);
            case RatConstant rat:
                return rat.Value.Round(format, out exact);
            case FloatConstant real:
                return real.Value.Round(format, out exact);
            default:
                exact = false;
                return 0;
        }
    }

    private static Int64Constant[] MakeSmallInts()
    {
        var values = new Int64Constant[128 + 1024];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new Int64Constant(i - 128);
        }

        return values;
    }
}
