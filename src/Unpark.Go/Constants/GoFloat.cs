using System.Globalization;
using System.Numerics;
using System.Text;

namespace Unpark.Go.Constants;

/// <summary>Formats numbers as Go's <c>%g</c> does. Source: Go's strconv ftoa.go.</summary>
internal static class GoFloat
{
    /// <summary>
    /// A finite number with up to some significant digits, rounded from its exact value, ties to even.
    /// </summary>
    public static string Format(double value, int precision)
    {
        var digits = RoundedDigits(Math.Abs(value), precision, out var point);
        var threshold = precision > digits.Length && digits.Length >= point ? digits.Length : precision;
        return Assemble(double.IsNegative(value), digits, point, precision, threshold);
    }

    /// <summary>A finite number with as few digits as tell it from its neighbours.</summary>
    public static string FormatShortest(double value)
    {
        // .NET finds the same digits, but writes them otherwise.
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        var e = text.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var point = dot < 0 ? text.Length : dot;
        var digits = dot < 0 ? text : text.Remove(dot, 1);
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits[leading..].TrimEnd('0');
        return Assemble(double.IsNegative(value), digits, digits.Length == 0 ? 0 : point - leading + exponent,
            digits.Length, 6);
    }

    // The digits without zeros at the end, and how many of them stand before the decimal point.
    private static string RoundedDigits(double value, int precision, out int point)
    {
        if (value == 0)
        {
            point = 0;
            return "";
        }

        var exact = BigRational.FromDouble(value);
        point = (int)Math.Floor(Math.Log10(value)) + 1;
        while (true)
        {
            // value = digits·10^(point-precision) with digits below 10^precision
            var scale = precision - point;
            var num = scale > 0 ? exact.Num * BigInteger.Pow(10, scale) : exact.Num;
            var den = scale < 0 ? exact.Den * BigInteger.Pow(10, -scale) : exact.Den;
            var digits = BigInteger.DivRem(num, den, out var rest);
            var limit = BigInteger.Pow(10, precision);
            if (digits >= limit)
            {
                point++; // the logarithm was rounded down
                continue;
            }

            if (digits * 10 < limit)
            {
                point--;
                continue;
            }

            var order = (rest * 2).CompareTo(den);
            if (order > 0 || (order == 0 && !digits.IsEven))
            {
                digits++;
                if (digits == limit)
                {
                    digits /= 10;
                    point++;
                }
            }

            return digits.ToString(CultureInfo.InvariantCulture).TrimEnd('0');
        }
    }

    private static string Assemble(bool negative, string digits, int point, int precision, int threshold)
    {
        var text = new StringBuilder();
        if (negative)
        {
            text.Append('-');
        }

        var exponent = point - 1;
        if (exponent < -4 || exponent >= threshold)
        {
            text.Append(digits.Length == 0 ? '0' : digits[0]);
            if (digits.Length > 1)
            {
                text.Append('.').Append(digits, 1, digits.Length - 1);
            }

            exponent = digits.Length == 0 ? 0 : exponent;
            return text.Append('e').Append(exponent < 0 ? '-' : '+')
                .Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
        }

        var fraction = Math.Max((precision > point ? digits.Length : precision) - point, 0);
        for (var i = 0; i < point; i++)
        {
            text.Append(i < digits.Length ? digits[i] : '0');
        }

        if (point <= 0)
        {
            text.Append('0');
        }

        if (fraction > 0)
        {
            text.Append('.');
            for (var i = point; i < point + fraction; i++)
            {
                text.Append(i >= 0 && i < digits.Length ? digits[i] : '0');
            }
        }

        return text.ToString();
    }
}
