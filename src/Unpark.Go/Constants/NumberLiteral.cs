using System.Globalization;
using System.Numerics;

namespace Unpark.Go.Constants;

/// <summary>
/// A number as it is written in Go: mantissa·2^a·5^b (Go specification, "Integer literals", "Floating-point literals",
/// "Imaginary literals"). Source: math/big ratconv.go, floatconv.go.
/// </summary>
internal readonly struct NumberLiteral
{
    private const long MaxExponent = int.MaxValue;
    private const double BitsOf5 = 2.321928094887362;

    private readonly BigInteger mantissa;
    private readonly long exponent2;
    private readonly long exponent5;

    private NumberLiteral(BigInteger mantissa, long exponent2, long exponent5)
    {
        this.mantissa = mantissa;
        this.exponent2 = exponent2;
        this.exponent5 = exponent5;
    }

    /// <summary>The value of an integer literal.</summary>
    public static bool ParseInt(ReadOnlySpan<char> literal, out BigInteger value)
    {
        if (!TryReadPrefix(ref literal, true, out var numberBase))
        {
            value = default;
            return false;
        }

        if (!TryReadDigits(ref literal, numberBase, false, out value, out _, out var count))
        {
            return false;
        }

        return literal.Length == 0 && count > 0;
    }

    /// <summary>The parts of a literal, which may be a floating-point one or an integer in any base.</summary>
    public static bool TryParse(ReadOnlySpan<char> literal, out NumberLiteral number)
    {
        number = default;
        if (!TryReadPrefix(ref literal, false, out var numberBase)
            || !TryReadDigits(ref literal, numberBase, true, out var mantissa, out var fraction, out var count)
            || count == 0)
        {
            return false;
        }

        if (!TryReadExponent(ref literal, out var exponent, out var exponentBase) || literal.Length > 0)
        {
            return false;
        }

        long exponent2 = -fraction * numberBase switch { 16 => 4, 8 => 3, _ => 1 };
        long exponent5 = numberBase == 10 ? -fraction : 0;
        exponent2 += exponent;
        if (exponentBase == 10)
        {
            exponent5 += exponent;
        }

        number = new NumberLiteral(mantissa, exponent2, exponent5);
        return true;
    }

    /// <summary>
    /// True only if it is certain that the exponent of 2 is smaller than a limit, without computing the number.
    /// </summary>
    public bool IsSurelySmallerThan(int bits)
    {
        if (mantissa.IsZero)
        {
            return true;
        }

        var estimate = BigFloat.BitLength(mantissa) + exponent2 + (exponent5 * BitsOf5);
        return Math.Abs(estimate) < bits - 100;
    }

    /// <summary>The exact value; to be asked for numbers of reasonable size only.</summary>
    public BigRational ToRational()
    {
        if (mantissa.IsZero)
        {
            return BigRational.Zero;
        }

        var num = mantissa;
        var den = BigInteger.One;
        if (exponent5 > 0)
        {
            num *= BigInteger.Pow(5, (int)exponent5);
        }
        else if (exponent5 < 0)
        {
            den = BigInteger.Pow(5, (int)-exponent5);
        }

        return exponent2 >= 0
            ? new BigRational(num << (int)exponent2, den)
            : new BigRational(num, den << (int)-exponent2);
    }

    /// <summary>The value as a float; false if its exponent is too large or small to be represented.</summary>
    public bool TryToFloat(out BigFloat value)
    {
        value = BigFloat.Zero;
        if (mantissa.IsZero)
        {
            return true;
        }

        var exponent = BigFloat.BitLength(mantissa) + exponent2;
        if (exponent is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        value = exponent5 switch
        {
            0 => BigFloat.Round(mantissa, exponent2),
            > 0 => BigFloat.Multiply(BigFloat.Exact(mantissa, exponent2), BigFloat.PowerOf5(exponent5)),
            _ => BigFloat.Divide(BigFloat.Exact(mantissa, exponent2), BigFloat.PowerOf5(-exponent5)),
        };
        return true;
    }

    private static bool TryReadPrefix(ref ReadOnlySpan<char> text, bool leadingZeroIsOctal, out int numberBase)
    {
        numberBase = 10;
        if (text.Length < 2 || text[0] != '0')
        {
            return text.Length > 0;
        }

        switch (text[1] | 0x20)
        {
            case 'b':
                numberBase = 2;
                break;
            case 'o':
                numberBase = 8;
                break;
            case 'x':
                numberBase = 16;
                break;
            default:
                // The 0 stays: it is a digit, also where it means octal.
                numberBase = leadingZeroIsOctal ? 8 : 10;
                return true;
        }

        text = text[2..];
        if (text.Length > 0 && text[0] == '_')
        {
            text = text[1..];
        }

        return text.Length > 0;
    }

    // Digits with single underscores between them, and a decimal point if one is allowed.
    private static bool TryReadDigits(ref ReadOnlySpan<char> text, int numberBase, bool pointAllowed,
        out BigInteger value, out int fraction, out int count)
    {
        value = default;
        fraction = 0;
        count = 0;
        var digits = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        var previous = '0';
        var pointAt = -1;
        var i = 0;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '_')
            {
                if (previous is '_' or '.')
                {
                    return false;
                }
            }
            else if (c == '.' && pointAllowed)
            {
                if (previous == '_')
                {
                    return false;
                }

                pointAllowed = false;
                pointAt = count;
            }
            else if (char.IsAsciiHexDigit(c) && HexValue(c) < numberBase)
            {
                digits[count++] = c;
            }
            else
            {
                break;
            }

            previous = c;
        }

        if (previous == '_' && i > 0)
        {
            return false;
        }

        text = text[i..];
        fraction = pointAt < 0 ? 0 : count - pointAt;
        value = ToInteger(digits[..count], numberBase);
        return true;
    }

    private static BigInteger ToInteger(ReadOnlySpan<char> digits, int numberBase)
    {
        if (digits.Length <= (numberBase == 16 ? 15 : 18))
        {
            var small = 0L;
            foreach (var digit in digits)
            {
                small = (small * numberBase) + HexValue(digit);
            }

            return small;
        }

        switch (numberBase)
        {
            case 10:
                return BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            case 16:
                return BigInteger.Parse(string.Concat("0", digits), NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture);
            default:
                // Octal and binary digits as hexadecimal ones.
                var bitsPerDigit = numberBase == 8 ? 3 : 1;
                var bytes = new byte[((digits.Length * bitsPerDigit) / 8) + 1];
                var bit = 0;
                for (var i = digits.Length - 1; i >= 0; i--)
                {
                    var digit = HexValue(digits[i]);
                    for (var j = 0; j < bitsPerDigit; j++, bit++)
                    {
                        bytes[bit / 8] |= (byte)(((digit >> j) & 1) << (bit % 8));
                    }
                }

                return new BigInteger(bytes, isUnsigned: true);
        }
    }

    private static int HexValue(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private static bool TryReadExponent(ref ReadOnlySpan<char> text, out long exponent, out int exponentBase)
    {
        exponent = 0;
        exponentBase = 10;
        if (text.Length == 0)
        {
            return true;
        }

        switch (text[0] | 0x20)
        {
            case 'e':
                break;
            case 'p':
                exponentBase = 2;
                break;
            default:
                return true;
        }

        text = text[1..];
        var negative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is '+' or '-')
        {
            text = text[1..];
        }

        var previous = '_';
        while (text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] == '_'))
        {
            if (text[0] == '_')
            {
                if (previous == '_')
                {
                    return false;
                }
            }
            else if (exponent <= MaxExponent * 16)
            {
                // Anything larger is too large anyway.
                exponent = (exponent * 10) + text[0] - '0';
            }

            previous = text[0];
            text = text[1..];
        }

        exponent = negative ? -exponent : exponent;
        return previous != '_';
    }
}
