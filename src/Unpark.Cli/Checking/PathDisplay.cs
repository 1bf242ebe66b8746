namespace Unpark.Cli.Checking;

/// <summary>Shows paths the way a person names them: relative to the working folder when they are below it.</summary>
internal sealed class PathDisplay
{
    private readonly string prefix;

    /// <summary>Makes one for a working folder.</summary>
    public PathDisplay(string folder)
    {
        var full = Path.GetFullPath(folder);
        prefix = full.EndsWith(Path.DirectorySeparatorChar) ? full : full + Path.DirectorySeparatorChar;
    }

    /// <summary>The path as it is shown.</summary>
    public string Show(string path)
        => path.StartsWith(prefix, StringComparison.Ordinal) && path.Length > prefix.Length ? path[prefix.Length..] : path;
}
