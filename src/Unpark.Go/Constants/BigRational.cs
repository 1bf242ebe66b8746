using System.Numerics;

namespace Unpark.Go.Constants;

/// <summary>A fraction in lowest terms with a positive denominator. Immutable.</summary>
internal readonly struct BigRational
{
    private const double MaxExactDouble = 9007199254740992;
    private const float MaxExactSingle = 16777216;

    private readonly BigInteger den;

    /// <summary>An integer.</summary>
    public BigRational(BigInteger value)
    {
        Num = value;
        den = BigInteger.One;
    }

    /// <summary>A fraction; the denominator must not be 0.</summary>
    public BigRational(BigInteger num, BigInteger den)
    {
        if (den.Sign < 0)
        {
            num = -num;
            den = -den;
        }

        if (!den.IsOne)
        {
            var divisor = BigInteger.GreatestCommonDivisor(num, den);
            if (!divisor.IsOne)
            {
                num /= divisor;
                den /= divisor;
            }
        }

        Num = num;
        this.den = den;
    }

    /// <summary>0.</summary>
    public static BigRational Zero => new(BigInteger.Zero);

    /// <summary>The numerator.</summary>
    public BigInteger Num { get; }

    /// <summary>The denominator, above 0.</summary>
    public BigInteger Den => den.IsZero ? BigInteger.One : den;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Num.Sign;

    /// <summary>True if the denominator is 1.</summary>
    public bool IsInteger => Den.IsOne;

    /// <summary>The exact value of a finite number.</summary>
    public static BigRational FromDouble(double value)
    {
        if (value == 0)
        {
            return Zero;
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7ff);
        var mantissa = bits & 0xfffffffffffff;
        if (exponent == 0)
        {
            exponent = 1;
        }
        else
        {
            mantissa |= 1L << 52;
        }

        exponent -= 1075;
        BigInteger num = bits < 0 ? -mantissa : mantissa;
        return exponent >= 0 ? new BigRational(num << exponent) : new BigRational(num, BigInteger.One << -exponent);
    }

    /// <summary>True if numerator and denominator have fewer bits than given.</summary>
    public bool IsSmallerThan(int bits) => BigFloat.BitLength(Num) < bits && BigFloat.BitLength(Den) < bits;

    /// <summary>The negative.</summary>
    public BigRational Negate() => new(-Num, Den);

    /// <summary>The sum.</summary>
    public BigRational Add(BigRational other) => new((Num * other.Den) + (other.Num * Den), Den * other.Den);

    /// <summary>The difference.</summary>
    public BigRational Subtract(BigRational other) => new((Num * other.Den) - (other.Num * Den), Den * other.Den);

    /// <summary>The product.</summary>
    public BigRational Multiply(BigRational other) => new(Num * other.Num, Den * other.Den);

    /// <summary>The quotient; the divisor must not be 0.</summary>
    public BigRational Divide(BigRational other) => new(Num * other.Den, Den * other.Num);

    /// <summary>Below, equal to or above 0 as the number is to the other.</summary>
    public int CompareTo(BigRational other) => (Num * other.Den).CompareTo(other.Num * Den);

    /// <summary>The nearest number of a format, ties to even.</summary>
    public double Round(FloatFormat format, out bool exact)
    {
        // The quotient of two numbers that the format holds exactly is rounded right by the processor.
        if (format == FloatFormat.Double && BigInteger.Abs(Num) <= (BigInteger)MaxExactDouble
            && Den <= (BigInteger)MaxExactDouble)
        {
            exact = Den.IsPowerOfTwo;
            return (double)Num / (double)Den;
        }

        if (format == FloatFormat.Single && BigInteger.Abs(Num) <= (BigInteger)MaxExactSingle
            && Den <= (BigInteger)MaxExactSingle)
        {
            exact = Den.IsPowerOfTwo;
            return (float)Num / (float)Den;
        }

        // Enough bits for the mantissa, and one that says whether anything is left.
        var shift = 70 - BigFloat.BitLength(Num) + BigFloat.BitLength(Den);
        var num = shift > 0 ? Num << shift : Num;
        var divisor = shift < 0 ? Den << -shift : Den;
        var quotient = BigInteger.DivRem(num, divisor, out var remainder);
        return format.Round(quotient, -shift, !remainder.IsZero, out exact);
    }
}
