using System.Text;

namespace Unpark.Go.Build;

/// <summary>
/// Where the module cache keeps things. Upper-case letters are escaped, <c>!a</c> for <c>A</c>, since file systems may
/// not tell them apart. Source: golang.org/x/mod/module, EscapePath; cmd/go/internal/modfetch.
/// </summary>
internal static class ModuleCachePaths
{
    /// <summary>The folder a module version is unpacked in.</summary>
    public static string Folder(string cache, ModuleVersion module) =>
        Path.Combine(cache, ToFile(Escape(module.Path)) + "@" + Escape(module.Version));

    /// <summary>The file with a module version's go.mod.</summary>
    public static string GoMod(string cache, ModuleVersion module) => Path.Combine(
        cache, "cache", "download", ToFile(Escape(module.Path)), "@v", Escape(module.Version) + ".mod");

    private static string ToFile(string path) => path.Replace('/', Path.DirectorySeparatorChar);

    private static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 4);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterUpper(c))
            {
                escaped.Append('!').Append(char.ToLowerInvariant(c));
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
