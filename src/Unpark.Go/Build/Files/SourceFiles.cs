using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>
/// Where sources are read from: the disk, an overlay of unsaved buffers over it, or what is embedded.
/// Paths are absolute and clean, with the separators of the machine. Instances are snapshots: what was read once is
/// handed out again, so that everything made from one instance agrees. Safe to use from many threads.
/// </summary>
public abstract class SourceFiles
{
    /// <summary>What lies in a folder, or null if there is no such folder or it cannot be read.</summary>
    /// <param name="folder">The absolute path of the folder.</param>
    public abstract FolderListing? List(string folder);

    /// <summary>The bytes of a file.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="error">Why there are none, if null is returned: a message that does not name the file.</param>
    public abstract SourceFile? Read(string path, out string? error);

    /// <summary>The top of a Go file.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="error">Why there is none, if null is returned: a message that does not name the file.</param>
    public virtual GoFileHeader? ReadHeader(string path, out string? error) =>
        Read(path, out error) is { } file ? GoFileHeader.Of(file) : null;

    /// <summary>Forgets the bytes of a file that will hardly be asked for again; nothing else changes.</summary>
    /// <param name="path">The absolute path of the file.</param>
    public virtual void Release(string path)
    {
    }

    /// <summary>True if there is a file, and not a folder, of this path.</summary>
    public bool FileExists(string path) =>
        Path.GetDirectoryName(path) is { } folder && List(folder)?.HasFile(Path.GetFileName(path)) == true;

    /// <summary>True if there is a folder of this path.</summary>
    public bool FolderExists(string path) => List(path) != null;
}
