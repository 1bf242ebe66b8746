namespace Unpark.Go.Build;

/// <summary>
/// Package patterns as the go command has them: <c>...</c> stands for any text, also none behind a last slash, but not
/// for what leads into a vendor folder. Source: cmd/internal/pkgpattern.
/// </summary>
public static class PackagePatterns
{
    /// <summary>True for the words that stand for many packages: std, cmd, all, work, tool.</summary>
    public static bool IsMeta(string pattern) => pattern is "std" or "cmd" or "tool" or "work" or "all";

    /// <summary>True if a pattern stands for folders: <c>./x</c>, <c>../x</c> and absolute paths.</summary>
    public static bool IsLocal(string pattern) => ImportPaths.IsLocal(pattern) || Path.IsPathRooted(pattern);

    /// <summary>True if a pattern stands for one package.</summary>
    public static bool IsLiteral(string pattern) =>
        !pattern.Contains("...", StringComparison.Ordinal) && !IsMeta(pattern);

    /// <summary>The pattern in canonical form, as cmd/go/internal/search, CleanPatterns, has it.</summary>
    public static string Clean(string pattern)
    {
        if (Path.IsPathRooted(pattern))
        {
            var full = Path.GetFullPath(pattern);
            return full.Length > 1 ? Path.TrimEndingDirectorySeparator(full) : full;
        }

        var slashed = pattern.Replace('\\', '/');
        var clean = CleanPath(slashed);
        return slashed.StartsWith("./", StringComparison.Ordinal) && clean != "."
            && !clean.StartsWith("../", StringComparison.Ordinal) && clean != ".." ? "./" + clean : clean;
    }

    /// <summary>True if a package or folder of a name matches. O(length of both) but for several wildcards.</summary>
    public static bool IsMatch(string pattern, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal) || pattern.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        // A vendor element that is not the last becomes a character that no wildcard matches.
        pattern = HideVendor(pattern);
        name = HideVendor(name);
        if (pattern.EndsWith("\0/...", StringComparison.Ordinal)
            && (pattern.Length == "\0/...".Length || pattern.EndsWith("/\0/...", StringComparison.Ordinal)))
        {
            var above = pattern[..^"\0/...".Length];
            return name == (above.Length == 0 ? "/vendor" : above + "vendor") || Glob(pattern, name);
        }

        return Glob(pattern, name)
            || (pattern.EndsWith("/...", StringComparison.Ordinal) && Glob(pattern.AsSpan()[..^"/...".Length], name));
    }

    /// <summary>True if a package of a name, or one below it, can match.</summary>
    public static bool CanMatchBelow(string pattern, string name)
    {
        var wildcard = pattern.IndexOf("...", StringComparison.Ordinal);
        var prefix = wildcard < 0 ? pattern : pattern[..wildcard];
        return (name.Length <= prefix.Length && ImportPaths.HasPrefix(prefix, name))
            || (wildcard >= 0 && name.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>What a pattern with slashes has before the element with its first wildcard, up to its slash.</summary>
    internal static string FolderOf(string pattern) =>
        pattern[..(pattern.LastIndexOf('/', pattern.IndexOf("...", StringComparison.Ordinal)) + 1)];

    /// <summary>The name of a folder in another one, as patterns match it.</summary>
    internal static string NameBelow(string name, string child) => name.EndsWith('/') ? name + child : name + "/" + child;

    internal static string CleanPath(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count > 0 && parts[^1] != "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return parts.Count == 0 ? "." : string.Join('/', parts);
    }

    private static string HideVendor(string path)
    {
        if (!path.Contains("vendor", StringComparison.Ordinal))
        {
            return path;
        }

        var elements = path.Split('/');
        for (var i = 0; i < elements.Length - 1; i++)
        {
            if (elements[i] == "vendor")
            {
                elements[i] = "\0";
            }
        }

        return string.Join('/', elements);
    }

    // The first wildcard takes as little as it can, and more when the rest does not match.
    private static bool Glob(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var wildcard = pattern.IndexOf("...", StringComparison.Ordinal);
        if (wildcard < 0)
        {
            return pattern.SequenceEqual(name);
        }

        if (!name.StartsWith(pattern[..wildcard], StringComparison.Ordinal))
        {
            return false;
        }

        name = name[wildcard..];
        pattern = pattern[(wildcard + 3)..];
        if (pattern.IsEmpty)
        {
            return !name.Contains('\0');
        }

        for (var i = 0; i <= name.Length; i++)
        {
            if (Glob(pattern, name[i..]))
            {
                return true;
            }

            if (i < name.Length && name[i] == '\0')
            {
                return false;
            }
        }

        return false;
    }
}
