namespace Unpark.GoTest;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    /// <summary>The path with no symbolic link in it, as far as it exists.</summary>
    public static string Of(string path)
    {
        var at = Path.GetPathRoot(path)!;
        foreach (var name in Path.GetRelativePath(at, path).Split(Path.DirectorySeparatorChar))
        {
            at = Path.Combine(at, name);
            try
            {
                if (new FileInfo(at).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                {
                    at = Of(target.FullName);
                }
            }
            catch (IOException)
            {
                // It does not exist, or leads in a circle.
            }
        }

        return at;
    }
}
