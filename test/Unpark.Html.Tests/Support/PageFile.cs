namespace Unpark.Html.Tests.Support;

/// <summary>Makes pages with the executable.</summary>
internal sealed class PageFile : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The folder of the inputs.</summary>
    public string Folder => folder.Path;

    public string Write(string name, string text) => folder.Write(name, text);

    /// <summary>The page of a dump.</summary>
    public string Of(string dump, params string[] arguments)
    {
        Write("dump.txt", dump);
        return Run(["profile", "dump.txt", .. arguments]);
    }

    /// <summary>The page of a command.</summary>
    public string Run(params string[] arguments)
    {
        var result = UnparkProcess.Run(Folder, [.. arguments, "--html", "page.html"]);
        Assert.True(result.ExitCode is 0 or 1, $"{result.ExitCode}: {result.Error}");
        return Path.Combine(Folder, "page.html");
    }

    public void Dispose() => folder.Dispose();
}
