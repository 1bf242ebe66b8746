using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Unpark.GoTest;

/// <summary>What the go command says of itself in a folder (<c>go env -json</c>).</summary>
/// <param name="GoRoot">The root of its installation, as it writes it: overlays must name its files by just this path.</param>
/// <param name="Version">Its version, such as <c>go1.27.4</c>.</param>
/// <param name="GoFlags">The flags it adds to every command.</param>
/// <param name="ModuleCache">The folder of downloaded modules; files below it cannot be replaced by an overlay.</param>
public sealed record GoEnvironment(string GoRoot, string Version, string GoFlags, string ModuleCache)
{
    /// <summary>Asks the go command.</summary>
    /// <param name="folder">Where the user is: the module there may want another version of Go.</param>
    /// <param name="command">The command; by default the one on PATH.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GoTestException">There is no go command, or it fails.</exception>
    public static GoEnvironment Of(string folder, string command = "go", CancellationToken cancellation = default)
    {
        try
        {
            var (exitCode, output, errors) = GoCommand.Capture(command, ["env", "-json", "GOROOT", "GOVERSION", "GOFLAGS", "GOMODCACHE"], folder, cancellation);
            if (exitCode != 0)
            {
                throw new GoTestException($"go env: {errors.Trim()}");
            }

            using var json = JsonDocument.Parse(output);
            string Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
            return new GoEnvironment(Text("GOROOT"), Text("GOVERSION"), Text("GOFLAGS"), Text("GOMODCACHE"));
        }
        catch (JsonException e)
        {
            throw new GoTestException($"go env -json printed something else: {e.Message}", e);
        }
    }

    /// <summary>
    /// True if the installation is one that the go command has downloaded into the module cache, where overlays may replace
    /// nothing (go help build, -overlay).
    /// </summary>
    public bool IsInModuleCache => ModuleCache.Length > 0
        && GoRoot.StartsWith(Path.TrimEndingDirectorySeparator(ModuleCache) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>
    /// The same installation under another path, outside of the module cache: a symbolic link to it.
    /// </summary>
    /// <param name="folder">Where the link may be made.</param>
    /// <exception cref="GoTestException">It cannot be made.</exception>
    public GoEnvironment OutsideOfModuleCache(string folder)
    {
        if (!IsInModuleCache)
        {
            return this;
        }

        var link = Path.Combine(folder, "go-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(GoRoot)))[..16]);
        try
        {
            Directory.CreateDirectory(folder);
            if (!Directory.Exists(link))
            {
                Directory.CreateSymbolicLink(link, GoRoot);
            }
        }
        catch (Exception e) when ((e is IOException or UnauthorizedAccessException) && !Directory.Exists(link))
        {
            throw new GoTestException($"{Version} lies in the module cache, where overlays replace nothing, and no link to it could be made: {e.Message}", e);
        }
        catch (IOException)
        {
            // Another run was quicker.
        }

        return this with { GoRoot = link };
    }
}
