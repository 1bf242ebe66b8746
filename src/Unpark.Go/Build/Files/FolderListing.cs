using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>What lies in a folder: names without their folder, sorted by code unit as Go sorts them.</summary>
/// <param name="Files">The files; a symbolic link to a file is one.</param>
/// <param name="Folders">The folders themselves, not what links to one.</param>
/// <param name="LinkedFolders">Symbolic links to folders, which patterns do not walk into.</param>
public sealed record FolderListing(
    ImmutableArray<string> Files, ImmutableArray<string> Folders, ImmutableArray<string> LinkedFolders)
{
    private bool? hasGoFiles;

    /// <summary>A folder with nothing in it.</summary>
    public static FolderListing Empty { get; } = new([], [], []);

    /// <summary>True if a file's name ends in <c>.go</c>.</summary>
    public bool HasGoFiles => hasGoFiles ??= AnyGoFile();

    /// <summary>True if there is a file of this name. O(log n).</summary>
    public bool HasFile(string name) => Files.BinarySearch(name, StringComparer.Ordinal) >= 0;

    private bool AnyGoFile()
    {
        foreach (var file in Files)
        {
            if (file.EndsWith(".go", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
