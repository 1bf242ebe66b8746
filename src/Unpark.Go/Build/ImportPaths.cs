namespace Unpark.Go.Build;

/// <summary>What import paths look like. Source: cmd/go/internal/search.</summary>
internal static class ImportPaths
{
    /// <summary>True if the first element has no dot, as with all of the standard library.</summary>
    public static bool IsStandard(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return !path.AsSpan(0, slash < 0 ? path.Length : slash).Contains('.');
    }

    /// <summary>True for <c>.</c>, <c>..</c>, <c>./x</c> and <c>../x</c>.</summary>
    public static bool IsLocal(string path) =>
        path is "." or ".." || path.StartsWith("./", StringComparison.Ordinal)
        || path.StartsWith("../", StringComparison.Ordinal);

    /// <summary>True if a path is another one or lies below it.</summary>
    public static bool HasPrefix(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal)
        && (path.Length == prefix.Length || prefix.Length == 0 || path[prefix.Length] == '/');

    /// <summary>
    /// The path below a folder with slashes, or null if it does not lie in it; empty for the folder itself.
    /// </summary>
    public static string? Below(string folder, string path)
    {
        if (!path.StartsWith(folder, StringComparison.Ordinal))
        {
            return null;
        }

        if (path.Length == folder.Length)
        {
            return "";
        }

        return path[folder.Length] == Path.DirectorySeparatorChar
            ? path[(folder.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/')
            : null;
    }

    /// <summary>An import path as a relative file path.</summary>
    public static string ToFile(string path) => path.Replace('/', Path.DirectorySeparatorChar);

    /// <summary>
    /// The name of a package in a folder outside of any root. Source: cmd/go/internal/load, dirToImportPath.
    /// </summary>
    public static string OfFolder(string dir)
    {
        var name = dir.Replace(Path.DirectorySeparatorChar, '/').TrimStart('/').ToCharArray();
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] <= ' ' || "!\"#$%&'()*,:;<=>?[\\]^{|}`\uFFFD".Contains(name[i]))
            {
                name[i] = '_';
            }
        }

        return "_/" + new string(name);
    }
}
