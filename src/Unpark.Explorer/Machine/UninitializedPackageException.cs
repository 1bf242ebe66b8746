namespace Unpark.Explorer;

/// <summary>
/// A variable is used of a package that is not initialized: that is to be done before the exploration, which begins anew then.
/// </summary>
internal sealed class UninitializedPackageException(string path) : Exception(path)
{
    public string Path { get; } = path;
}
