namespace Unpark.Cli.Fixing;

/// <summary>
/// New contents for a file, written beside it and then put in its place in one step, so that whoever looks sees the old
/// file or the new one, never half of it.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string target;
    private readonly string temporary;
    private bool done;

    private AtomicFile(string target, string temporary)
    {
        this.target = target;
        this.temporary = temporary;
    }

    /// <summary>Writes the new contents beside the file, with the file's mode. A link is followed to what it names.</summary>
    /// <param name="path">The file to replace.</param>
    /// <param name="expected">What the file must hold.</param>
    /// <param name="content">What it is to hold.</param>
    /// <exception cref="IOException">The file cannot be read or written, or does not hold what it must.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be changed.</exception>
    public static AtomicFile Prepare(string path, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> content)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        if (!File.ReadAllBytes(target).AsSpan().SequenceEqual(expected))
        {
            throw new IOException("it changed since it was read");
        }

        if ((File.GetAttributes(target) & FileAttributes.ReadOnly) != 0)
        {
            throw new UnauthorizedAccessException("it is read-only");
        }

        var name = $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp";
        var file = new AtomicFile(target, Path.Combine(Path.GetDirectoryName(target)!, name));
        try
        {
            file.WriteTemporary(content);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes a file, be it there or not. What is no plain file, such as a device or the end of a pipe, is written to as it
    /// is.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be changed.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        {
            using var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            device.Write(content);
            return;
        }

        var isLink = new FileInfo(path).LinkTarget is not null;
        var target = (isLink ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target)!;
        if (Directory.Exists(target))
        {
            throw new IOException("it is a folder");
        }

        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"there is no folder {folder}");
        }

        using var file = new AtomicFile(target, Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp"));
        file.WriteTemporary(content);
        file.Commit();
    }

    /// <summary>Puts the new contents in place.</summary>
    /// <exception cref="IOException">The file cannot be replaced.</exception>
    public void Commit()
    {
        File.Move(temporary, target, overwrite: true);
        done = true;
    }

    /// <summary>Removes what was prepared and not put in place.</summary>
    public void Dispose()
    {
        if (!done)
        {
            done = true;
            File.Delete(temporary);
        }
    }

    private void WriteTemporary(ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) : null;
        if (!OperatingSystem.IsWindows() && mode is { } created)
        {
            options.UnixCreateMode = created;
        }

        using var stream = new FileStream(temporary, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
        if (!OperatingSystem.IsWindows() && mode is { } wanted)
        {
            // The process's umask may have taken bits away.
            File.SetUnixFileMode(stream.SafeFileHandle, wanted);
        }
    }
}
