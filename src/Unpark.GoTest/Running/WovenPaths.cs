using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Unpark.GoTest;

/// <summary>
/// Puts the user's own paths into messages of the compiler in the place of those of woven files, which it names as they are
/// (cmd/go, Shell.reportCmd, shortens only the paths of the package's folder).
/// </summary>
internal sealed class WovenPaths
{
    private readonly Regex? pattern;
    private readonly ImmutableDictionary<string, string> shown;

    /// <summary>Makes names.</summary>
    /// <param name="woven">The user's files by the paths of what replaces them.</param>
    /// <param name="folder">The folder the go command runs in, which shown paths are relative to.</param>
    public WovenPaths(ImmutableDictionary<string, string> woven, string folder)
    {
        shown = woven.ToImmutableDictionary(w => w.Key, w => Shorten(w.Value, folder), StringComparer.Ordinal);
        if (!woven.IsEmpty)
        {
            pattern = new Regex(Regex.Escape(Path.GetDirectoryName(woven.Keys.First())!) + @"[/\\]\d+-[^/\\:\s""]+\.go", RegexOptions.CultureInvariant);
        }
    }

    /// <summary>True if there is nothing to replace.</summary>
    public bool IsEmpty => pattern is null;

    /// <summary>A line with the user's own paths.</summary>
    public string Restore(string line) => pattern is null ? line : pattern.Replace(line, m => shown.GetValueOrDefault(m.Value, m.Value));

    private static string Shorten(string path, string folder)
    {
        var own = Path.GetDirectoryName(path)!;
        var relative = Path.GetRelativePath(folder, own);
        return relative.Length < own.Length ? relative + Path.DirectorySeparatorChar + Path.GetFileName(path) : path;
    }
}
