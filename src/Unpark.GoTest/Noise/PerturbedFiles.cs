using Unpark.Go.Syntax;

namespace Unpark.GoTest;

/// <summary>The files that an overlay replaces so that tests are perturbed.</summary>
internal static class PerturbedFiles
{
    // Packages of any module can import a package of the standard library. It must be one that no other one imports, since
    // these would be built anew, and one that is there already, since go vet looks on the disk.
    private const string Host = "container/ring";

    /// <summary>The package with the noise function, and the user's files with calls of it.</summary>
    /// <param name="go">The installation of Go.</param>
    /// <param name="sources">The user's files.</param>
    /// <param name="read">Reads a file.</param>
    public static IEnumerable<(string Path, byte[] Content)> Of(GoEnvironment go, OwnSources sources, Func<string, SourceFile> read)
    {
        var host = SyntaxTree.Parse(read(Path.Combine(go.GoRoot, "src", "container", "ring", "ring.go")));
        var noise = new SourceInsertions(host);
        noise.Append(TestOverlay.Resource("ring.go"));
        yield return (host.File.Path, noise.Apply());
        foreach (var (package, files) in sources.Packages)
        {
            var trees = files.Select(f => SyntaxTree.Parse(read(f))).Where(t => !NoiseWeaver.Skips(t)).ToArray();
            var started = trees.SelectMany(NoiseWeaver.Started).ToHashSet(StringComparer.Ordinal);
            foreach (var tree in trees)
            {
                if (NoiseWeaver.Weave($"{package}/{Path.GetFileName(tree.File.Path)}", tree, started, Host) is { } woven)
                {
                    yield return (tree.File.Path, woven);
                }
            }
        }
    }
}
