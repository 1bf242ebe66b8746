using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>
/// Unsaved buffers over other files, as an editor has them: a path with bytes is a file of these bytes, a path without
/// is a deleted file. Immutable; <see cref="With(string, byte[])"/> gives another overlay.
/// </summary>
public sealed class SourceOverlay : SourceFiles
{
    private static readonly StringComparer PathComparer =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? StringComparer.OrdinalIgnoreCase
            : StringComparer.Ordinal;

    private readonly SourceFiles below;
    private readonly ImmutableDictionary<string, SourceFile?> buffers;
    private readonly ImmutableDictionary<string, ImmutableHashSet<string>> namesByFolder;

    /// <summary>An overlay without buffers.</summary>
    /// <param name="below">The files that are read where there is no buffer.</param>
    public SourceOverlay(SourceFiles below)
        : this(below, ImmutableDictionary.Create<string, SourceFile?>(PathComparer),
            ImmutableDictionary.Create<string, ImmutableHashSet<string>>(PathComparer))
    {
    }

    private SourceOverlay(
        SourceFiles below,
        ImmutableDictionary<string, SourceFile?> buffers,
        ImmutableDictionary<string, ImmutableHashSet<string>> namesByFolder)
    {
        this.below = below;
        this.buffers = buffers;
        this.namesByFolder = namesByFolder;
    }

    /// <summary>This overlay with one more buffer, or another one for its path.</summary>
    /// <param name="path">The path of the file, made absolute.</param>
    /// <param name="content">Its bytes, which must not be changed afterwards; null for a file that is deleted.</param>
    public SourceOverlay With(string path, byte[]? content)
    {
        path = Path.GetFullPath(path);
        var overlay = this;
        // A file in a new folder makes that folder, and those above it, appear in listings.
        var added = namesByFolder;
        for (var at = path; Path.GetDirectoryName(at) is { } folder; at = folder)
        {
            var names = added.GetValueOrDefault(folder) ?? ImmutableHashSet.Create<string>(StringComparer.Ordinal);
            added = added.SetItem(folder, names.Add(Path.GetFileName(at)));
            if (content == null || below.FolderExists(folder))
            {
                break;
            }
        }

        return new SourceOverlay(
            overlay.below, buffers.SetItem(path, content == null ? null : new SourceFile(path, content)), added);
    }

    /// <summary>This overlay without the buffer of a path: the file below shows again.</summary>
    /// <param name="path">The path of the file, made absolute.</param>
    public SourceOverlay Without(string path) =>
        new(below, buffers.Remove(Path.GetFullPath(path)), namesByFolder);

    /// <inheritdoc/>
    public override FolderListing? List(string folder)
    {
        var listing = below.List(folder);
        if (!namesByFolder.TryGetValue(folder, out var names))
        {
            return listing;
        }

        var files = new SortedSet<string>(listing?.Files ?? [], StringComparer.Ordinal);
        var folders = new SortedSet<string>(listing?.Folders ?? [], StringComparer.Ordinal);
        var any = listing != null;
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            if (buffers.TryGetValue(path, out var buffer))
            {
                if (buffer == null)
                {
                    files.Remove(name);
                }
                else
                {
                    files.Add(name);
                    any = true;
                }
            }
            else if (!files.Contains(name) && listing?.LinkedFolders.Contains(name) != true && List(path) != null)
            {
                folders.Add(name);
                any = true;
            }
        }

        return any ? new FolderListing([.. files], [.. folders], listing?.LinkedFolders ?? []) : null;
    }

    /// <inheritdoc/>
    public override SourceFile? Read(string path, out string? error)
    {
        if (buffers.TryGetValue(path, out var buffer))
        {
            error = buffer == null ? "no such file or directory" : null;
            return buffer;
        }

        return below.Read(path, out error);
    }

    /// <inheritdoc/>
    public override GoFileHeader? ReadHeader(string path, out string? error) =>
        buffers.ContainsKey(path) ? base.ReadHeader(path, out error) : below.ReadHeader(path, out error);

    /// <inheritdoc/>
    public override void Release(string path) => below.Release(path);
}
