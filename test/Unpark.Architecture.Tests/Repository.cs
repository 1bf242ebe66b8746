namespace Unpark.Architecture.Tests;

/// <summary>The checkout the tests run in: the rules here are about its files.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "obj" or "bin"));

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Unpark.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"no Unpark.slnx above {AppContext.BaseDirectory}");
    }
}
