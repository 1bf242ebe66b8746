using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Enumeration;
using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>The files on disk, each listed and read at most once by an instance.</summary>
/// <param name="index">What is known of files without reading them, or null for nothing.</param>
public sealed class DiskFiles(IFileIndex? index) : SourceFiles
{
    private readonly ConcurrentDictionary<string, FolderListing?> listings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SourceFile> files = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, GoFileHeader> knownHeaders = new(StringComparer.Ordinal);

    /// <summary>The files on disk, nothing being known of them.</summary>
    public DiskFiles()
        : this(null)
    {
    }

    private enum EntryKind : byte
    {
        File,
        Folder,
        LinkedFolder,
    }

    /// <inheritdoc/>
    public override FolderListing? List(string folder)
    {
        if (!listings.TryGetValue(folder, out var listing))
        {
            listing = listings.GetOrAdd(folder, ReadFolder(folder));
        }

        return listing;
    }

    /// <inheritdoc/>
    public override SourceFile? Read(string path, out string? error)
    {
        error = null;
        if (files.TryGetValue(path, out var file))
        {
            return file;
        }

        try
        {
            var now = DateTime.UtcNow;
            var before = index == null ? null : FileStamp.Of(path);
            var read = new SourceFile(path, File.ReadAllBytes(path));
            file = files.GetOrAdd(path, read);
            if (ReferenceEquals(file, read))
            {
                index?.Add(file, before is { } stamp && stamp.IsSettled(now) && stamp == FileStamp.Of(path) ? stamp : null);
            }

            return file;
        }
        catch (Exception e) when (IsFileError(e))
        {
            error = Describe(e);
            return null;
        }
    }

    /// <inheritdoc/>
    public override GoFileHeader? ReadHeader(string path, out string? error)
    {
        error = null;
        if (index == null || files.ContainsKey(path))
        {
            return base.ReadHeader(path, out error);
        }

        if (knownHeaders.TryGetValue(path, out var header))
        {
            return header;
        }

        return FileStamp.Of(path) is { } stamp && index.HeaderOf(path, stamp) is { } known
            ? knownHeaders.GetOrAdd(path, known)
            : base.ReadHeader(path, out error);
    }

    /// <inheritdoc/>
    public override void Release(string path) => files.TryRemove(path, out _);

    internal static bool IsFileError(Exception e) =>
        e is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException
            or ArgumentException;

    internal static string Describe(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
        UnauthorizedAccessException => "permission denied",
        _ => e.Message,
    };

    private static FolderListing? ReadFolder(string folder)
    {
        try
        {
            // A path below a file would be listed as that file's folder on some systems; a missing one throws.
            var entries = new FileSystemEnumerable<(string Name, EntryKind Kind)>(
                folder,
                static (ref FileSystemEntry entry) => (entry.FileName.ToString(), KindOf(ref entry)),
                new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false });
            var files = ImmutableArray.CreateBuilder<string>();
            var folders = ImmutableArray.CreateBuilder<string>();
            var links = ImmutableArray.CreateBuilder<string>();
            foreach (var (name, kind) in entries)
            {
                (kind switch { EntryKind.File => files, EntryKind.Folder => folders, _ => links }).Add(name);
            }

            files.Sort(StringComparer.Ordinal);
            folders.Sort(StringComparer.Ordinal);
            links.Sort(StringComparer.Ordinal);
            return new FolderListing(files.DrainToImmutable(), folders.DrainToImmutable(), links.DrainToImmutable());
        }
        catch (Exception e) when (IsFileError(e))
        {
            return null;
        }
    }

    private static EntryKind KindOf(ref FileSystemEntry entry)
    {
        // On Unix the attributes of an entry cost a system call; most entries are plain files that end in .go, of
        // which only a link needs a second look, and IsDirectory follows links.
        if (!entry.IsDirectory)
        {
            return EntryKind.File;
        }

        return (entry.Attributes & FileAttributes.ReparsePoint) != 0 ? EntryKind.LinkedFolder : EntryKind.Folder;
    }
}
