using System.Buffers.Binary;
using System.IO.Hashing;

namespace Unpark.Cli.Caching;

/// <summary>
/// What earlier runs left in a folder, a file each: results under the hash of all they depend on, and indexes of files under
/// the hash of what was asked for. Runs may share it: files appear whole, one that is damaged counts as not there, and
/// nothing is wrong with removing the folder at any time.
/// </summary>
internal sealed class ResultCache
{
    /// <summary>The environment variable that names the folder, or says <c>off</c>.</summary>
    public const string Variable = "UNPARK_CACHE";

    private const uint Magic = 0x31435055;
    private const int HeaderLength = 4 + 16 + 8;
    private const string TrimMark = "trimmed";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Unused = TimeSpan.FromDays(14);

    private readonly string folder;
    private readonly long mostBytes;

    /// <summary>Makes one of a folder, which need not be there.</summary>
    /// <param name="folder">The absolute path.</param>
    /// <param name="mostBytes">How much may lie there after a trim.</param>
    public ResultCache(string folder, long mostBytes = 256L << 20)
    {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    /// <summary>The folder that the environment asks for, or null for none.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    public static string? FolderOf(Func<string, string?> variable)
    {
        if (variable(Variable) is { Length: > 0 } chosen)
        {
            return chosen == "off" ? null : Path.GetFullPath(chosen);
        }

        var (start, rest) = OperatingSystem.IsWindows() ? (variable("LOCALAPPDATA"), "")
            : variable("XDG_CACHE_HOME") is { Length: > 0 } cache ? (cache, "")
            : (variable("HOME"), OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
        return start is { Length: > 0 } && Path.IsPathRooted(start) ? Path.Combine(start, rest, "unpark", "results") : null;
    }

    /// <summary>What was put under a key, or null.</summary>
    public byte[]? Get(UInt128 key)
    {
        var path = PathOf(key);
        try
        {
            var content = File.ReadAllBytes(path);
            if (content.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(content) != Magic
                || BinaryPrimitives.ReadUInt128LittleEndian(content.AsSpan(4)) != key
                || BinaryPrimitives.ReadUInt64LittleEndian(content.AsSpan(20)) != XxHash3.HashToUInt64(content.AsSpan(HeaderLength)))
            {
                return null;
            }

            // Once a day is enough to tell what is in use from what is not.
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Day)
            {
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            }

            return content[HeaderLength..];
        }
        catch (Exception e) when (IsFileError(e))
        {
            return null;
        }
    }

    /// <summary>Puts something under a key. Where it cannot be written, the next run has to do the work again.</summary>
    public void Put(UInt128 key, ReadOnlySpan<byte> value)
    {
        var path = PathOf(key);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var content = new byte[HeaderLength + value.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(content, Magic);
            BinaryPrimitives.WriteUInt128LittleEndian(content.AsSpan(4), key);
            BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(20), XxHash3.HashToUInt64(value));
            value.CopyTo(content.AsSpan(HeaderLength));
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (IsFileError(e))
        {
            TryDelete(temporary);
        }
    }

    /// <summary>Once a day, removes what has not been used for long, and the oldest of what is too much.</summary>
    public void Trim()
    {
        try
        {
            var mark = Path.Combine(folder, TrimMark);
            if (!Directory.Exists(folder) || (File.Exists(mark) && DateTime.UtcNow - File.GetLastWriteTimeUtc(mark) < Day))
            {
                return;
            }

            File.WriteAllBytes(mark, []);
            var total = 0L;
            // The folders of the cache's own making only: whatever else lies there is left alone.
            var files = Directory.EnumerateDirectories(folder)
                .Where(d => Path.GetFileName(d) is [>= '0' and <= 'f', >= '0' and <= 'f'])
                .SelectMany(d => new DirectoryInfo(d).EnumerateFiles())
                .OrderByDescending(f => f.LastWriteTimeUtc)
                .ToArray();
            foreach (var file in files)
            {
                total += file.Length;
                if (total > mostBytes || DateTime.UtcNow - file.LastWriteTimeUtc > Unused)
                {
                    TryDelete(file.FullName);
                }
            }
        }
        catch (Exception e) when (IsFileError(e))
        {
            // Another run may be at the same; what is left goes tomorrow.
        }
    }

    private string PathOf(UInt128 key)
    {
        var name = key.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
        return Path.Combine(folder, name[..2], name[2..]);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IsFileError(e))
        {
            // It goes with the next trim.
        }
    }

    private static bool IsFileError(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException;
}
