using System.Globalization;
using System.Numerics;

namespace Unpark.Go.Constants;

/// <summary>
/// A binary floating-point number with a mantissa of 512 bits, rounded to nearest, ties to even, and an exponent of 32
/// bits: what go/constant uses math/big.Float for. Immutable.
/// </summary>
internal readonly struct BigFloat
{
    /// <summary>The bits of the mantissa.</summary>
    public const int Precision = 512;

    private const long MinExponent = int.MinValue;
    private const long MaxExponent = int.MaxValue;

    private readonly BigInteger mantissa;
    private readonly long scale;

    // The value is mantissa·2^scale.
    private BigFloat(BigInteger mantissa, long scale, bool isInfinite = false)
    {
        this.mantissa = mantissa;
        this.scale = scale;
        IsInfinite = isInfinite;
    }

    /// <summary>0.</summary>
    public static BigFloat Zero => default;

    /// <summary>True if the number was too large.</summary>
    public bool IsInfinite { get; }

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => mantissa.Sign;

    /// <summary>The exponent of 2 where the mantissa is at least ½ and below 1; 0 for 0.</summary>
    public long Exponent => mantissa.IsZero ? 0 : BitLength(mantissa) + scale;

    /// <summary>How many bits the absolute value of an integer has.</summary>
    public static int BitLength(BigInteger value)
    {
        // The bits of a negative number are those of its two's complement: -8 takes three of them.
        var bits = (int)value.GetBitLength();
        return value.Sign < 0 && (-value).IsPowerOfTwo ? bits + 1 : bits;
    }

    /// <summary>A positive integer without its last bits, rounded to nearest, ties to even.</summary>
    /// <param name="value">The integer.</param>
    /// <param name="drop">How many bits to leave out, above 0.</param>
    /// <param name="sticky">Whether the exact value is larger, by less than 1.</param>
    /// <param name="inexact">Whether the result differs from the exact value.</param>
    public static BigInteger RoundShift(BigInteger value, int drop, bool sticky, out bool inexact)
    {
        var kept = value >> drop;
        var rest = value - (kept << drop);
        inexact = sticky || !rest.IsZero;
        var half = BigInteger.One << (drop - 1);
        var order = rest.CompareTo(half);
        return order > 0 || (order == 0 && (sticky || !kept.IsEven)) ? kept + BigInteger.One : kept;
    }

    /// <summary>mantissa·2^scale, rounded.</summary>
    /// <param name="mantissa">
    /// The mantissa; if something is left, it must have at least two bits more than the precision.
    /// </param>
    /// <param name="scale">The exponent.</param>
    /// <param name="sticky">Whether the absolute value is larger than that, by less than one bit.</param>
    /// <param name="precision">The bits of the result's mantissa.</param>
    public static BigFloat Round(BigInteger mantissa, long scale, bool sticky = false, int precision = Precision)
    {
        if (mantissa.IsZero)
        {
            return Zero;
        }

        var drop = BitLength(mantissa) - precision;
        if (drop > 0)
        {
            var rounded = RoundShift(BigInteger.Abs(mantissa), drop, sticky, out _);
            mantissa = mantissa.Sign < 0 ? -rounded : rounded;
            scale += drop;
        }

        var exponent = BitLength(mantissa) + scale;
        if (exponent < MinExponent)
        {
            return Zero;
        }

        return exponent > MaxExponent ? new BigFloat(mantissa.Sign, 0, true) : new BigFloat(mantissa, scale);
    }

    /// <summary>The nearest number to an integer.</summary>
    public static BigFloat FromInteger(BigInteger value) => Round(value, 0);

    /// <summary>The nearest number to a fraction.</summary>
    public static BigFloat FromRational(BigRational value) => value.IsInteger
        ? FromInteger(value.Num)
        : Divide(new BigFloat(value.Num, 0), new BigFloat(value.Den, 0));

    /// <summary>The sum, rounded.</summary>
    public static BigFloat Add(BigFloat x, BigFloat y)
    {
        if (x.Sign == 0 || x.IsInfinite)
        {
            return x.Sign == 0 ? y : x;
        }

        if (y.Sign == 0 || y.IsInfinite)
        {
            return y.Sign == 0 ? x : y;
        }

        if (x.Exponent < y.Exponent)
        {
            (x, y) = (y, x);
        }

        var distance = x.scale - y.scale;
        if (x.Exponent - y.Exponent > 2 * Precision)
        {
            // The smaller number is too small to count, but it decides which way a tie goes.
            const int Room = Precision + 2;
            var wide = x.mantissa << Room;
            return Round(wide + (y.Sign < 0 ? BigInteger.MinusOne : BigInteger.One), x.scale - Room);
        }

        return distance >= 0
            ? Round((x.mantissa << (int)distance) + y.mantissa, y.scale)
            : Round(x.mantissa + (y.mantissa << (int)-distance), x.scale);
    }

    /// <summary>The product, rounded.</summary>
    public static BigFloat Multiply(BigFloat x, BigFloat y, int precision = Precision) =>
        x.IsInfinite || y.IsInfinite
            ? new BigFloat(x.Sign * y.Sign, 0, true)
            : Round(x.mantissa * y.mantissa, x.scale + y.scale, precision: precision);

    /// <summary>The quotient, rounded; the divisor must not be 0.</summary>
    public static BigFloat Divide(BigFloat x, BigFloat y)
    {
        if (x.IsInfinite || y.IsInfinite)
        {
            return x.IsInfinite ? new BigFloat(x.Sign * y.Sign, 0, true) : Zero;
        }

        if (x.Sign == 0)
        {
            return Zero;
        }

        var shift = Math.Max(0, Precision + 4 - BitLength(x.mantissa) + BitLength(y.mantissa));
        var quotient = BigInteger.DivRem(x.mantissa << shift, y.mantissa, out var remainder);
        return Round(quotient, x.scale - y.scale - shift, !remainder.IsZero);
    }

    /// <summary>5 to a power, rounded as math/big.Float's scan has it. Source: math/big floatconv.go, pow5.</summary>
    public static BigFloat PowerOf5(long n)
    {
        const int TableEnd = 27;
        const int ResultPrecision = Precision + 64;
        const int FactorPrecision = ResultPrecision + 64;

        if (n <= TableEnd)
        {
            return new BigFloat(BigInteger.Pow(5, (int)n), 0);
        }

        var result = new BigFloat(BigInteger.Pow(5, TableEnd), 0);
        n -= TableEnd;
        var factor = new BigFloat(5, 0);
        while (n > 0)
        {
            if ((n & 1) != 0)
            {
                result = Multiply(result, factor, ResultPrecision);
            }

            factor = Multiply(factor, factor, FactorPrecision);
            n >>= 1;
        }

        return result;
    }

    /// <summary>A number that is not rounded.</summary>
    public static BigFloat Exact(BigInteger mantissa, long scale) => new(mantissa, scale);

    /// <summary>The negative.</summary>
    public BigFloat Negate() => new(-mantissa, scale, IsInfinite);

    /// <summary>Below, equal to or above 0 as the number is to the other.</summary>
    public int CompareTo(BigFloat other)
    {
        if (Sign != other.Sign || Sign == 0)
        {
            return Sign.CompareTo(other.Sign);
        }

        if (Exponent != other.Exponent)
        {
            return Exponent.CompareTo(other.Exponent) * Sign;
        }

        var distance = scale - other.scale;
        return distance >= 0
            ? (mantissa << (int)distance).CompareTo(other.mantissa)
            : mantissa.CompareTo(other.mantissa << (int)-distance);
    }

    /// <summary>The exact value as a fraction; to be asked for numbers of reasonable size only.</summary>
    public BigRational ToRational() => scale >= 0
        ? new BigRational(mantissa << (int)scale)
        : new BigRational(mantissa, BigInteger.One << (int)-scale);

    /// <summary>
    /// The integer the number is, or is but for its last four bits: an integer that was rounded may have lost that.
    /// To be asked for numbers of reasonable size only. Source: go/constant, ToInt.
    /// </summary>
    public bool TryToInteger(out BigInteger value)
    {
        const int Delta = 4;

        if (IsInteger(mantissa, scale, out value))
        {
            return true;
        }

        // Towards 0, then away from it.
        var drop = BitLength(mantissa) - (Precision - Delta);
        if (drop <= 0)
        {
            return false;
        }

        var absolute = BigInteger.Abs(mantissa);
        var truncated = absolute >> drop;
        if (!IsInteger(truncated, scale + drop, out value)
            && !IsInteger(truncated + BigInteger.One, scale + drop, out value))
        {
            return false;
        }

        value = Sign < 0 ? -value : value;
        return true;
    }

    /// <summary>The nearest number of a format, ties to even.</summary>
    public double Round(FloatFormat format, out bool exact) => format.Round(mantissa, scale, false, out exact);

    /// <summary>An approximation for people. Source: go/constant, floatVal.String.</summary>
    public string ToShortString()
    {
        if (IsInfinite)
        {
            return Sign < 0 ? "-Inf" : "+Inf";
        }

        var near = Round(FloatFormat.Double, out _);
        if ((Sign == 0) == (near == 0) && !double.IsInfinity(near))
        {
            var text = GoFloat.Format(near, 6);
            return text.Contains('.', StringComparison.Ordinal) || IsInteger(mantissa, scale, out _)
                ? text
                : GoFloat.FormatShortest(near);
        }

        // Too large or small for float64: m·10^d from the logarithm.
        var m = FloatFormat.Double.Round(mantissa, -BitLength(mantissa), false, out _);
        var d = Exponent * (0.6931471805599453 / 2.302585092994046);
        var e = (long)d;
        m *= PowerOf10(d - e);
        if (Math.Abs(m) < 1 - 0.5e-6)
        {
            m *= 10;
            e--;
        }
        else if (Math.Abs(m) >= 10)
        {
            m /= 10;
            e++;
        }

        return GoFloat.Format(m, 6) + (e < 0 ? "e" : "e+") + e.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Mantissa in hexadecimal and exponent in decimal. Source: math/big.Float.Text with format p.</summary>
    public string ToExactString()
    {
        if (Sign == 0)
        {
            return "0";
        }

        // The first bit of the mantissa is that of its first digit.
        var absolute = BigInteger.Abs(mantissa);
        var padding = (4 - (BitLength(absolute) % 4)) % 4;
        var digits = (absolute << padding).ToString("x", CultureInfo.InvariantCulture).TrimStart('0').TrimEnd('0');
        var exponent = Exponent;
        return (Sign < 0 ? "-0x." : "0x.") + digits + (exponent < 0 ? "p" : "p+")
            + exponent.ToString(CultureInfo.InvariantCulture);
    }

    // 10 to a power between -1 and 1, computed as Go does: the sixth digit may depend on the last bit.
    // Source: Go's math pow.go.
    private static double PowerOf10(double power)
    {
        var fraction = Math.Abs(power);
        var whole = fraction > 0.5;
        if (whole)
        {
            fraction -= 1;
        }

        var result = fraction == 0 ? 1.0 : Math.Exp(fraction * Math.Log(10));
        var exponent = 0;
        if (whole)
        {
            result *= 0.625;
            exponent = 4;
        }

        return power < 0 ? Math.ScaleB(1 / result, -exponent) : Math.ScaleB(result, exponent);
    }

    // Whether m·2^e is an integer, and which.
    private static bool IsInteger(BigInteger m, long e, out BigInteger value)
    {
        if (e >= 0)
        {
            // Only numbers of reasonable size are asked for their value.
            value = e < 1 << 20 ? m << (int)e : m;
            return true;
        }

        if (-e > BitLength(m))
        {
            value = BigInteger.Zero;
            return m.IsZero;
        }

        value = m >> (int)-e;
        return value << (int)-e == m;
    }
}
