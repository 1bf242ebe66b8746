namespace Unpark.Cli.Tests.Support;

/// <summary>Finds the repository's own files.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Unpark.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file of the repository.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Combine(folder, "Unpark.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("the tests run outside the repository");
    }
}
