using System.Globalization;
using System.Text;
using Unpark.Go.Build;
using Unpark.Go.Syntax;
using Unpark.Profiles;

namespace Unpark.GoTest;

/// <summary>
/// Knows again the overlay that was made of an installation's files, as long as their stamps are what they were. A note lies
/// beside the overlays for each installation, with all that its overlay depends on.
/// </summary>
internal sealed class KnownOverlays
{
    private const string Result = "overlay ";

    // Builds are deterministic: a compiler gives each assembly a number that follows from all that is in it.
    private static readonly string? Tool = ToolOf(typeof(KnownOverlays), typeof(SyntaxTree), typeof(SignatureSet));

    private readonly string folder;
    private readonly string note;
    private readonly string? key;

    /// <summary>Makes one.</summary>
    /// <param name="go">The installation.</param>
    /// <param name="sources">The folders whose files the overlay is made of.</param>
    /// <param name="folder">Where overlays are kept.</param>
    public KnownOverlays(GoEnvironment go, IEnumerable<string> sources, string folder)
    {
        this.folder = folder;
        note = Path.Combine(folder, $"known-{Hash(go.GoRoot):x16}");
        key = KeyOf(go.Version, sources);
    }

    /// <summary>The list of the overlay and the warnings that making it gave; null if it must be made.</summary>
    public (string List, string[] Warnings)? Find()
    {
        try
        {
            if (key is null || !File.Exists(note) || File.ReadAllText(note) is not { } text || !text.StartsWith(key + Result, StringComparison.Ordinal))
            {
                return null;
            }

            var lines = text[(key.Length + Result.Length)..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Length > 0 && OverlayFolder.Use(Path.Combine(folder, lines[0])) is { } list ? (list, lines[1..]) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps what was made.</summary>
    public void Keep(string list, IEnumerable<string> warnings)
    {
        if (key is null)
        {
            return;
        }

        var draft = $"{note}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllText(draft, $"{key}{Result}{Path.GetFileName(Path.GetDirectoryName(list))}\n{string.Join('\n', warnings)}");
            File.Move(draft, note, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run makes it again.
        }
    }

    // Null if the files cannot be told from others by their stamps.
    private static string? KeyOf(string version, IEnumerable<string> sources)
    {
        if (Tool is null)
        {
            return null;
        }

        var text = new StringBuilder(Tool).Append('\n').Append(version).Append('\n');
        var now = DateTime.UtcNow;
        foreach (var source in sources)
        {
            text.Append(CultureInfo.InvariantCulture, $"folder {source} {RealPath.Of(source)}\n");
            foreach (var path in Directory.EnumerateFiles(source, "*.go").Order(StringComparer.Ordinal))
            {
                if (FileStamp.Of(path) is not { } stamp || !stamp.IsSettled(now))
                {
                    return null;
                }

                text.Append(CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(path)} {stamp.Length} {stamp.Modified} {stamp.Changed} {stamp.Node} {stamp.Device}\n");
            }
        }

        return text.ToString();
    }

    private static string? ToolOf(params ReadOnlySpan<Type> types)
    {
        var text = new StringBuilder();
        foreach (var type in types)
        {
            if (type.Module.ModuleVersionId == Guid.Empty)
            {
                return null;
            }

            text.Append(type.Module.ModuleVersionId);
        }

        return text.ToString();
    }

    // FNV-1a: two installations that share a name only take it from each other.
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return hash;
    }
}
