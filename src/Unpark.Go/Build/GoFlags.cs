using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>
/// The flags of GOFLAGS that matter for which files a package has. Source: cmd/go/internal/base, goflags.
/// </summary>
internal readonly record struct GoFlags(ImmutableArray<string> Tags, string Mod, string ModFile)
{
    public static GoFlags Parse(string text)
    {
        var result = new GoFlags([], "", "");
        foreach (var word in SplitQuoted(text))
        {
            var flag = word.StartsWith("--", StringComparison.Ordinal) ? word[1..] : word;
            var equals = flag.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                continue;
            }

            var value = flag[(equals + 1)..];
            switch (flag[..equals])
            {
                case "-tags":
                    result = result with { Tags = SplitTags(value) };
                    break;
                case "-mod":
                    result = result with { Mod = value };
                    break;
                case "-modfile":
                    result = result with { ModFile = value };
                    break;
            }
        }

        return result;
    }

    /// <summary>The tags of a <c>-tags</c> flag: separated by commas, or by spaces as in old times.</summary>
    public static ImmutableArray<string> SplitTags(string value) =>
        [.. value.Split([',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    // Words may be quoted as a whole: GOFLAGS='-mod=mod "-tags=a b"'.
    private static List<string> SplitQuoted(string text)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var quote = text[i] is '\'' or '"' ? text[i] : '\0';
            var start = quote == '\0' ? i : i + 1;
            var end = start;
            while (end < text.Length && (quote == '\0' ? !char.IsWhiteSpace(text[end]) : text[end] != quote))
            {
                end++;
            }

            words.Add(text[start..end]);
            i = end + 1;
        }

        return words;
    }
}
