using System.Text;

namespace Unpark.Go.Tests.Oracles;

/// <summary>
/// Compares types but for the names of parameters. Of several instances of a generic type with identical type arguments
/// go/types keeps the first it meets, in the order in which it happens to check a package, and so the names of parameters
/// in func types among the type arguments.
/// </summary>
internal static class ParameterNames
{
    private static readonly HashSet<string> Keywords = ["func", "chan", "map", "struct", "interface", "untyped", "invalid"];

    /// <summary>True if two texts are equal without the names of parameters.</summary>
    public static bool AreEqualWithout(string a, string b) =>
        a.Contains("func(", StringComparison.Ordinal) && b.Contains("func(", StringComparison.Ordinal)
        && Without(a) == Without(b);

    /// <summary>A type as it is written, without the names of parameters.</summary>
    public static string Without(string text)
    {
        var result = new StringBuilder(text.Length);
        var inParameters = new Stack<bool>();
        var atElement = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (atElement)
            {
                i = SkipName(text, i);
                atElement = false;
            }

            var c = text[i];
            result.Append(c);
            switch (c)
            {
                case '(':
                    inParameters.Push(true);
                    atElement = true;
                    break;
                case '[' or '{':
                    inParameters.Push(false);
                    break;
                case ')' or ']' or '}' when inParameters.Count > 0:
                    inParameters.Pop();
                    break;
                case ' ' when i > 0 && text[i - 1] == ',' && inParameters.Count > 0 && inParameters.Peek():
                    atElement = true;
                    break;
            }
        }

        return result.ToString();
    }

    private static int SkipName(string text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end > at && end < text.Length && text[end] == ' ' && !Keywords.Contains(text[at..end]) ? end + 1 : at;
    }
}
