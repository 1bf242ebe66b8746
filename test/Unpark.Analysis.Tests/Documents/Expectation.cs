using System.Text.RegularExpressions;

namespace Unpark.Analysis.Tests.Documents;

/// <summary>
/// A finding that a fence wants, written as golang.org/x/tools' analysistest reads it: <c>// want `regexp` "regexp"</c>.
/// </summary>
public sealed partial record Expectation(int Line, string Pattern)
{
    public static IEnumerable<Expectation> In(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Want().Match(lines[i]) is { Success: true } want)
            {
                foreach (Match pattern in Quoted().Matches(want.Groups[1].Value))
                {
                    yield return new Expectation(i + 1, pattern.Value[1..^1]);
                }
            }
        }
    }

    /// <summary>The text without the comments that want something.</summary>
    public static string Strip(string text) => Want().Replace(text, "");

    [GeneratedRegex(@"[ \t]*// want ([`""].*)$", RegexOptions.Multiline)]
    private static partial Regex Want();

    [GeneratedRegex("`[^`]*`|\"[^\"]*\"")]
    private static partial Regex Quoted();
}
