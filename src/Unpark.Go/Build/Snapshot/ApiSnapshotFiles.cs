using System.Collections.Concurrent;
using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>Files with the embedded declarations of the standard library as a further folder among them.</summary>
/// <param name="below">The files everywhere else.</param>
internal sealed class ApiSnapshotFiles(SourceFiles below) : SourceFiles
{
    // The same for all: what is embedded does not change.
    private static readonly ConcurrentDictionary<string, SourceFile?> Files = new(StringComparer.Ordinal);

    /// <summary>The files everywhere else.</summary>
    public SourceFiles Below => below;

    /// <inheritdoc/>
    public override FolderListing? List(string folder) =>
        ImportPaths.Below(ApiSnapshot.GoRoot, folder) is { } path ? ApiSnapshot.List(path) : below.List(folder);

    /// <inheritdoc/>
    public override SourceFile? Read(string path, out string? error)
    {
        if (ImportPaths.Below(ApiSnapshot.GoRoot, path) is not { } name)
        {
            return below.Read(path, out error);
        }

        var file = Files.GetOrAdd(path, static (key, name) =>
        {
            var slash = name.LastIndexOf('/');
            var bytes = ApiSnapshot.Read(slash < 0 ? "" : name[..slash], name[(slash + 1)..]);
            return bytes == null ? null : new SourceFile(key, bytes);
        }, name);
        error = file == null ? "no such file among the embedded declarations" : null;
        return file;
    }

    /// <inheritdoc/>
    public override GoFileHeader? ReadHeader(string path, out string? error) =>
        ImportPaths.Below(ApiSnapshot.GoRoot, path) is null ? below.ReadHeader(path, out error) : base.ReadHeader(path, out error);

    /// <inheritdoc/>
    public override void Release(string path) => below.Release(path);
}
