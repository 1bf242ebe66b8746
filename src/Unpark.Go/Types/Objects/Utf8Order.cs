namespace Unpark.Go.Types;

/// <summary>
/// The order of strings by their UTF-8 bytes, which is Go's; UTF-16 code units order surrogates otherwise.
/// </summary>
internal static class Utf8Order
{
    /// <summary>Compares as Go's strings.Compare does.</summary>
    public static int Compare(string a, string b)
    {
        var common = Math.Min(a.Length, b.Length);
        for (var i = 0; i < common; i++)
        {
            var x = a[i];
            var y = b[i];
            if (x == y)
            {
                continue;
            }

            // A surrogate is part of a code point above U+FFFF, which comes after all that are not.
            if (char.IsSurrogate(x) != char.IsSurrogate(y))
            {
                return char.IsSurrogate(x) ? 1 : -1;
            }

            return x < y ? -1 : 1;
        }

        return a.Length.CompareTo(b.Length);
    }
}
