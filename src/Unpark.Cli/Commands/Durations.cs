using System.Globalization;

namespace Unpark.Cli.Commands;

/// <summary>Times as the go command writes them.</summary>
internal static class Durations
{
    /// <summary>Reads a duration such as <c>500ms</c>, <c>10s</c>, <c>1m</c>; a number alone is seconds. Null if it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        foreach (var (unit, seconds) in (ReadOnlySpan<(string, double)>)[("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)])
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * seconds is >= 0 and < 1e6)
            {
                return TimeSpan.FromSeconds(number * seconds);
            }
        }

        return null;
    }
}
