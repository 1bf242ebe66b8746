namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Numbers as a line of small bars.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const int Longest = 24;

    private const int Shortest = 5;

    /// <summary>How many columns lines of so many numbers take in a table.</summary>
    public static int WidthOf(int numbers) => Math.Clamp(numbers, Shortest, Longest);

    /// <summary>A bar a number, from nothing to the greatest; of many numbers the last ones.</summary>
    public static string Of(IReadOnlyList<long> numbers)
    {
        var shown = numbers.Skip(Math.Max(0, numbers.Count - Longest)).ToArray();
        var most = Math.Max(1, shown.Max());
        return new string([.. shown.Select(n => n <= 0 ? '·' : Bars[(int)Math.Min(Bars.Length - 1, (double)n / most * Bars.Length)])]);
    }
}
