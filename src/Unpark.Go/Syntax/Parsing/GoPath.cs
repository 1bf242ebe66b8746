namespace Unpark.Go.Syntax;

/// <summary>File paths as path/filepath treats them on systems with slashes.</summary>
internal static class GoPath
{
    /// <summary>A cleaned path, put into the directory of a file if it is relative.</summary>
    public static string InDirectoryOf(string file, string path)
    {
        path = Clean(path);
        if (path.StartsWith('/'))
        {
            return path;
        }

        var slash = file.LastIndexOf('/');
        return slash < 0 ? path : Clean(file[..(slash + 1)] + path);
    }

    /// <summary>The shortest path of the same meaning by the text alone. Source: path.Clean of Go.</summary>
    public static string Clean(string path)
    {
        var rooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (!rooted)
            {
                parts.Add(part);
            }
        }

        var joined = string.Join('/', parts);
        return rooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }
}
