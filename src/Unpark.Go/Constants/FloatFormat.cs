using System.Numerics;

namespace Unpark.Go.Constants;

/// <summary>A binary floating-point format that numbers are rounded to.</summary>
internal sealed class FloatFormat
{
    private readonly int mantissaBits;
    private readonly int minExponent;
    private readonly int maxExponent;

    private FloatFormat(int mantissaBits, int minExponent, int maxExponent)
    {
        this.mantissaBits = mantissaBits;
        this.minExponent = minExponent;
        this.maxExponent = maxExponent;
    }

    /// <summary>IEEE 754 binary32.</summary>
    public static FloatFormat Single { get; } = new(24, -149, 127);

    /// <summary>IEEE 754 binary64.</summary>
    public static FloatFormat Double { get; } = new(53, -1074, 1023);

    /// <summary>
    /// The nearest number of the format to mantissa·2^exponent, ties to even; infinite if it is too large.
    /// </summary>
    /// <param name="mantissa">
    /// The mantissa; if something is left, it must have at least two bits more than the format.
    /// </param>
    /// <param name="exponent">The exponent.</param>
    /// <param name="sticky">
    /// Whether the absolute value is larger than what mantissa and exponent say, by less than one bit.
    /// </param>
    /// <param name="exact">Whether the result is the same number.</param>
    public double Round(BigInteger mantissa, long exponent, bool sticky, out bool exact)
    {
        exact = !sticky;
        if (mantissa.IsZero)
        {
            return 0;
        }

        var negative = mantissa.Sign < 0;
        var m = BigInteger.Abs(mantissa);
        var bits = BigFloat.BitLength(m);

        // How many bits are too many, given that a small number has fewer.
        var drop = Math.Max(bits - (long)mantissaBits, minExponent - exponent);
        if (drop > 0)
        {
            if (drop > bits + 1L)
            {
                exact = false;
                return negative ? -0.0 : 0;
            }

            m = BigFloat.RoundShift(m, (int)drop, sticky, out var inexact);
            exact = !inexact;
            exponent += drop;
            if (m.IsZero)
            {
                return negative ? -0.0 : 0;
            }

            bits = BigFloat.BitLength(m);
        }

        if (bits - 1 + exponent > maxExponent)
        {
            exact = false;
            return negative ? double.NegativeInfinity : double.PositiveInfinity;
        }

        // Both factors are exact, and so is the product: it is in the format's range.
        var value = (double)(ulong)m;
        var result = exponent < -1000
            ? Math.ScaleB(Math.ScaleB(value, -500), (int)exponent + 500)
            : Math.ScaleB(value, (int)exponent);
        return negative ? -result : result;
    }
}
