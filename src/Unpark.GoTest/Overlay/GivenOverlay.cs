using System.Collections.Immutable;
using System.Text.Json;

namespace Unpark.GoTest;

/// <summary>The user's own overlay of the go command, which is kept in force.</summary>
public sealed class GivenOverlay
{
    private readonly ImmutableDictionary<string, string> replaced;
    private readonly ImmutableDictionary<string, string> byRealPath;

    private readonly string folder;

    private GivenOverlay(ImmutableDictionary<string, string> replaced, string folder)
    {
        (this.replaced, this.folder) = (replaced, folder);
        // A path may be written twice, once over a link.
        byRealPath = replaced.GroupBy(r => RealPath.Of(Path.GetFullPath(r.Key, folder)), StringComparer.Ordinal)
            .ToImmutableDictionary(g => g.Key, g => g.First().Value is { Length: > 0 } by ? Path.GetFullPath(by, folder) : "", StringComparer.Ordinal);
    }

    /// <summary>No overlay.</summary>
    public static GivenOverlay None { get; } = new(ImmutableDictionary.Create<string, string>(StringComparer.Ordinal), Path.DirectorySeparatorChar.ToString());

    /// <summary>Reads one.</summary>
    /// <param name="path">The file that is named with <c>-overlay</c>.</param>
    /// <param name="folder">The folder the go command runs in, which paths in it are relative to.</param>
    /// <exception cref="GoTestException">It is none, or cannot be read.</exception>
    public static GivenOverlay Read(string path, string folder)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(folder);
        var replaced = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.GetFullPath(path, folder)));
            if (json.RootElement.TryGetProperty("Replace", out var replace))
            {
                foreach (var entry in replace.EnumerateObject())
                {
                    replaced[entry.Name] = entry.Value.GetString() ?? "";
                }
            }

            return new GivenOverlay(replaced.ToImmutable(), folder);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new GoTestException($"-overlay {path}: {e.Message}", e);
        }
    }

    /// <summary>What a file is read from: itself, or what replaces it; null if it is taken away.</summary>
    internal string? Of(string path)
    {
        var by = byRealPath.IsEmpty ? path : byRealPath.GetValueOrDefault(RealPath.Of(path), path);
        return by.Length == 0 ? null : by;
    }

    /// <summary>The replacements as they are written, but for files that are replaced by something else now.</summary>
    /// <param name="paths">These files.</param>
    internal Dictionary<string, string> Without(IEnumerable<string> paths)
    {
        var others = new Dictionary<string, string>(replaced, StringComparer.Ordinal);
        if (others.Count > 0)
        {
            // The go command does not take a file twice, however it is written.
            var real = paths.Select(RealPath.Of).ToHashSet(StringComparer.Ordinal);
            foreach (var key in replaced.Keys.Where(k => real.Contains(RealPath.Of(Path.GetFullPath(k, folder)))))
            {
                others.Remove(key);
            }
        }

        return others;
    }
}
