namespace Unpark.Go.Build;

/// <summary>
/// The ignore lines of a go.mod file: <c>./x</c> is the folder x at the module's root, <c>x</c> any folder of that
/// name. Source: cmd/go/internal/search, IgnorePatterns.
/// </summary>
internal sealed class IgnoredFolders
{
    private readonly List<string> atRoot = [];
    private readonly List<string> anywhere = [];

    public IgnoredFolders(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.StartsWith("./", StringComparison.Ordinal))
            {
                atRoot.Add(WithSlashes(pattern[2..]));
            }
            else
            {
                anywhere.Add(WithSlashes(pattern));
            }
        }
    }

    public static IgnoredFolders None { get; } = new([]);

    /// <summary>True for a folder that is passed over.</summary>
    /// <param name="below">Its path below the module's root, with slashes.</param>
    public bool Contains(string below)
    {
        if (below.Length == 0 || atRoot.Count + anywhere.Count == 0)
        {
            return false;
        }

        var path = WithSlashes(below);
        return atRoot.Exists(pattern => path.StartsWith(pattern, StringComparison.Ordinal))
            || anywhere.Exists(pattern => path.Contains(pattern, StringComparison.Ordinal));
    }

    private static string WithSlashes(string path) => "/" + path.Trim('/') + "/";
}
