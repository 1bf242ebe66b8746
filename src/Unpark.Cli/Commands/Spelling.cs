namespace Unpark.Cli.Commands;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
internal static class Spelling
{
    /// <summary><c> (did you mean …?)</c> with the nearest word, or nothing if none is near.</summary>
    public static string Suggest(string typed, IEnumerable<string> words)
    {
        string? nearest = null;
        var least = Math.Max(2, typed.Length / 3) + 1;
        foreach (var word in words)
        {
            var distance = Distance(typed.ToUpperInvariant(), word.ToUpperInvariant());
            if (distance < least)
            {
                (nearest, least) = (word, distance);
            }
        }

        return nearest is null ? "" : $" (did you mean {nearest}?)";
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string x, string y)
    {
        var row = new int[y.Length + 1];
        for (var j = 0; j <= y.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= x.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= y.Length; j++)
            {
                var replaced = diagonal + (x[i - 1] == y[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[y.Length];
    }
}
