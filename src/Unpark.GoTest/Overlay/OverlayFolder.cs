using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Unpark.GoTest;

/// <summary>
/// Keeps the files of overlays, each overlay in a folder whose name is the hash of all that is in it: what is there need not be
/// written again, and the go command, which keeps results by content and path, finds what it has built before.
/// </summary>
internal static class OverlayFolder
{
    private const string List = "overlay.json";
    private static readonly TimeSpan Unused = TimeSpan.FromDays(14);

    /// <summary>Writes the files of an overlay, and the list that the go command reads.</summary>
    /// <param name="files">What replaces files, by the paths of these.</param>
    /// <param name="others">The paths of what replaces other files, by theirs.</param>
    /// <param name="folder">Where overlays are kept.</param>
    /// <returns>The path of the list.</returns>
    public static string Write(SortedDictionary<string, byte[]> files, Dictionary<string, string> others, string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, content) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{RealPath.Of(path)}\n{content.Length}\n"));
            hash.AppendData(content);
        }

        foreach (var (path, by) in others.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{by}\n"));
        }

        var name = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        var home = Path.Combine(folder, name);
        var list = Path.Combine(home, List);
        if (File.Exists(list))
        {
            Directory.SetLastWriteTimeUtc(home, DateTime.UtcNow);
            return list;
        }

        Directory.CreateDirectory(folder);
        RemoveUnused(folder);
        var draft = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(draft);
        try
        {
            var number = 0;
            var replace = new SortedDictionary<string, string>(others, StringComparer.Ordinal);
            foreach (var (path, content) in files)
            {
                var backing = BackingOf(list, number++, path);
                File.WriteAllBytes(Path.Combine(draft, Path.GetFileName(backing)), content);
                replace[path] = backing;
                // In a folder below it the go command names the standard library by its path without links, outside by GOROOT.
                replace[RealPath.Of(path)] = backing;
            }

            File.WriteAllBytes(Path.Combine(draft, List), Json(replace));
            Publish(draft, home);
            return list;
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, true);
            }
        }
    }

    /// <summary>The path of what replaces the file that is the number-th in the order of the paths.</summary>
    public static string BackingOf(string list, int number, string path) =>
        Path.Combine(Path.GetDirectoryName(list)!, string.Create(CultureInfo.InvariantCulture, $"{number}-{Path.GetFileName(path)}"));

    private static void Publish(string draft, string home)
    {
        try
        {
            Directory.Move(draft, home);
        }
        catch (IOException) when (Directory.Exists(home))
        {
            // Another run was quicker, with the same content.
        }
    }

    // Overlays are small, but there is another one for each change of the files that are in them.
    private static void RemoveUnused(string folder)
    {
        foreach (var old in new DirectoryInfo(folder).EnumerateDirectories().Where(d => d.LinkTarget is null && DateTime.UtcNow - d.LastWriteTimeUtc > Unused))
        {
            try
            {
                old.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another run removes it too.
            }
        }
    }

    private static byte[] Json(SortedDictionary<string, string> replace)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteStartObject("Replace");
            foreach (var (path, by) in replace)
            {
                json.WriteString(path, by);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
