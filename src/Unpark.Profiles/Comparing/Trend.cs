namespace Unpark.Profiles;

/// <summary>How a number develops: a slope that outliers do not move, and whether it is more than chance.</summary>
/// <param name="Slope">The median of the slopes between all pairs of values (Theil and Sen), per unit of time.</param>
/// <param name="PValue">How likely a trend as clear as this or clearer is where there is none (Mann and Kendall), in the
/// direction of the slope.</param>
public sealed record Trend(double Slope, double PValue)
{
    // Up to here all orders of the values are counted; beyond, the normal distribution is close enough.
    private const int MostExact = 10;

    /// <summary>The trend of values at times, which grow.</summary>
    public static Trend Of(IReadOnlyList<double> times, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(values);
        var slopes = new List<double>();
        var score = 0;
        for (var i = 0; i < values.Count; i++)
        {
            for (var j = i + 1; j < values.Count; j++)
            {
                score += Math.Sign(values[j] - values[i]);
                if (times[j] > times[i])
                {
                    slopes.Add((values[j] - values[i]) / (times[j] - times[i]));
                }
            }
        }

        slopes.Sort();
        var median = slopes.Count == 0 ? 0 : (slopes[(slopes.Count - 1) / 2] + slopes[slopes.Count / 2]) / 2;
        return new Trend(median, PValueOf(Math.Abs(score), values));
    }

    private static double PValueOf(int score, IReadOnlyList<double> values)
    {
        var n = values.Count;
        if (score == 0 || n < 3)
        {
            return 1;
        }

        var ties = values.GroupBy(v => v).Select(g => g.Count()).Where(c => c > 1).ToList();
        return n <= MostExact && ties.Count == 0 ? Exact(score, n) : Normal(score, n, ties);
    }

    // The share of the orders of n values whose score is at least this: the number of inversions is what is counted.
    private static double Exact(int score, int n)
    {
        var counts = new double[] { 1 };
        for (var size = 2; size <= n; size++)
        {
            var next = new double[counts.Length + size - 1];
            for (var i = 0; i < counts.Length; i++)
            {
                for (var j = 0; j < size; j++)
                {
                    next[i + j] += counts[i];
                }
            }

            counts = next;
        }

        // A score of S has (pairs - S) / 2 inversions.
        var most = (counts.Length - 1 - score) / 2;
        return counts.Take(most + 1).Sum() / counts.Sum();
    }

    private static double Normal(int score, int n, List<int> ties)
    {
        var variance = ((n * (n - 1.0) * ((2 * n) + 5)) - ties.Sum(t => t * (t - 1.0) * ((2 * t) + 5))) / 18;
        return variance <= 0 ? 1 : UpperTail((score - 1) / Math.Sqrt(variance));
    }

    // Abramowitz and Stegun, 26.2.17.
    private static double UpperTail(double z)
    {
        var t = 1 / (1 + (0.2316419 * z));
        var polynomial = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * polynomial;
    }
}
