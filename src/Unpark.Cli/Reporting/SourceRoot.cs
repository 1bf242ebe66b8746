namespace Unpark.Cli.Reporting;

/// <summary>
/// The folder that the paths of reports for machines are relative to: they must be the same wherever Unpark is started.
/// </summary>
internal sealed class SourceRoot
{
    private readonly string prefix;

    /// <summary>Makes one of a folder.</summary>
    public SourceRoot(string folder)
    {
        Folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        prefix = Path.EndsInDirectorySeparator(Folder) ? Folder : Folder + Path.DirectorySeparatorChar;
    }

    /// <summary>The absolute path of the folder.</summary>
    public string Folder { get; }

    /// <summary>
    /// The root of the repository a folder is in; outside of one the outermost folder with a go.work or go.mod, or else
    /// the folder itself.
    /// </summary>
    public static SourceRoot Find(string folder)
    {
        var outermost = Path.GetFullPath(folder);
        for (var at = outermost; at is not null; at = Path.GetDirectoryName(at))
        {
            // In a linked work tree .git is a file.
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                return new SourceRoot(at);
            }

            if (File.Exists(Path.Combine(at, "go.work")) || File.Exists(Path.Combine(at, "go.mod")))
            {
                outermost = at;
            }
        }

        return new SourceRoot(outermost);
    }

    /// <summary>True for a path below the root.</summary>
    public bool Contains(string path) => path.StartsWith(prefix, StringComparison.Ordinal) && path.Length > prefix.Length;

    /// <summary>The path with slashes, relative to the root if it is below it.</summary>
    public string Show(string path)
        => (Contains(path) ? path[prefix.Length..] : path).Replace(Path.DirectorySeparatorChar, '/');
}
