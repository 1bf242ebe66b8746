using System.Globalization;

namespace Unpark.Explorer;

/// <summary>Floating-point numbers as strconv.FormatFloat and fmt write them.</summary>
internal static class Floats
{
    /// <param name="value">The number.</param>
    /// <param name="verb">e, f, g, or the capital ones.</param>
    /// <param name="precision">How many digits; -1 for as many as are needed, which with e and f are six.</param>
    /// <param name="single">True for a float32.</param>
    public static string Format(double value, char verb, int precision, bool single)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }

        switch (verb)
        {
            case 'f' or 'F':
                return value.ToString("F" + (precision < 0 ? 6 : precision), CultureInfo.InvariantCulture);
            case 'e' or 'E':
                return Exponent(value.ToString((verb == 'e' ? "e" : "E") + (precision < 0 ? 6 : precision), CultureInfo.InvariantCulture));
            default:
                var text = precision >= 0
                    ? value.ToString("E" + Math.Max(0, precision - 1), CultureInfo.InvariantCulture)
                    : single ? ((float)value).ToString("E8", CultureInfo.InvariantCulture) : value.ToString("E16", CultureInfo.InvariantCulture);
                var shortest = precision >= 0 ? text
                    : single ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
                return General(shortest, precision < 0 ? 21 : Math.Max(1, precision));
        }
    }

    // The digits and the exponent, written with an exponent if that is small or as large as the limit.
    private static string General(string text, int limit)
    {
        var negative = text.StartsWith('-');
        text = text.TrimStart('-');
        var exponent = 0;
        if (text.IndexOf('E', StringComparison.Ordinal) is >= 0 and var e)
        {
            exponent = int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        exponent += (dot < 0 ? digits.Length : dot) - 1;
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        if (digits.Length == 0)
        {
            return negative ? "-0" : "0";
        }

        exponent -= leading;
        var sign = negative ? "-" : "";
        if (exponent < -4 || exponent >= limit)
        {
            var rest = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{rest}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? sign + digits + new string('0', exponent + 1 - digits.Length)
            : sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    // .NET writes three digits of an exponent, Go two.
    private static string Exponent(string text)
    {
        var at = text.LastIndexOfAny(['e', 'E']);
        var digits = text[(at + 2)..].TrimStart('0').PadLeft(2, '0');
        return text[..(at + 2)] + digits;
    }
}
