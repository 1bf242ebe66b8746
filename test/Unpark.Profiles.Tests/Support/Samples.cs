namespace Unpark.Profiles.Tests.Support;

/// <summary>What test/oracles/goroutines/sample has made Go print.</summary>
public static class Samples
{
    /// <summary>The folder of the samples.</summary>
    public static string Folder { get; } = Path.Combine(
        Unpark.Go.Tests.Oracles.GoToolchain.Repository, "test", "Unpark.Profiles.Tests", "Samples");

    /// <summary>The bytes of every sample.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> All()
        => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith("known.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Folder, path), File.ReadAllBytes(path)));
}
