using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Unpark.Cli.Checking;

/// <summary>
/// Paths to leave out. A pattern without a slash, such as <c>*.pb.go</c>, is the name of a file or folder anywhere; one
/// with a slash begins at the filter's folder; <c>*</c> and <c>?</c> stand for characters of one name, <c>**</c> for any
/// number of folders. What a folder that matches holds is left out too.
/// </summary>
internal sealed class PathFilter
{
    private readonly string prefix;
    private readonly ImmutableArray<string[]> patterns;

    /// <summary>Makes one.</summary>
    /// <param name="folder">The folder that patterns are relative to.</param>
    /// <param name="patterns">The patterns.</param>
    public PathFilter(string folder, IEnumerable<string> patterns)
    {
        var full = Path.GetFullPath(folder);
        prefix = Path.EndsInDirectorySeparator(full) ? full : full + Path.DirectorySeparatorChar;
        this.patterns = [.. patterns.Select(Split)];
    }

    /// <summary>The filter that leaves nothing out.</summary>
    public static PathFilter None { get; } = new("/", []);

    /// <summary>True if nothing is left out.</summary>
    public bool IsEmpty => patterns.IsEmpty;

    /// <summary>True if a file is left out.</summary>
    /// <param name="path">Its absolute path.</param>
    public bool Excludes(string path)
    {
        if (patterns.IsEmpty || !path.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var names = path[prefix.Length..].Split(Path.DirectorySeparatorChar);
        foreach (var pattern in patterns)
        {
            for (var length = 1; length <= names.Length; length++)
            {
                if (Matches(pattern, names.AsSpan(0, length)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string[] Split(string pattern)
    {
        var trimmed = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern;
        var anchored = trimmed.TrimEnd('/').Contains('/', StringComparison.Ordinal) || pattern.StartsWith("./", StringComparison.Ordinal);
        var parts = trimmed.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return anchored ? parts : ["**", .. parts];
    }

    // With ** as the only thing that tries more than once, and the last of them enough to try again from: O(n·m).
    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> names)
    {
        var (p, n) = (0, 0);
        var (retryPattern, retryName) = (-1, 0);
        while (n < names.Length)
        {
            if (p < pattern.Length && pattern[p] == "**")
            {
                (retryPattern, retryName) = (++p, n);
            }
            else if (p < pattern.Length && FileSystemName.MatchesSimpleExpression(pattern[p], names[n], ignoreCase: false))
            {
                (p, n) = (p + 1, n + 1);
            }
            else if (retryPattern >= 0)
            {
                (p, n) = (retryPattern, ++retryName);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == "**")
        {
            p++;
        }

        return p == pattern.Length;
    }
}
