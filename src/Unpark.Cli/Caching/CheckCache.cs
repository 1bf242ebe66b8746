using Unpark.Cli.Checking;

namespace Unpark.Cli.Caching;

/// <summary>What a run has of earlier ones, for all the modules that it checks.</summary>
internal sealed class CheckCache
{
    private readonly UInt128 indexKey;

    private CheckCache(ResultCache results, UInt128 tool, UInt128 indexKey)
    {
        Results = results;
        Tool = tool;
        this.indexKey = indexKey;
        Files = new FileIndex(results.Get(indexKey));
    }

    /// <summary>Results, under the hash of all they depend on.</summary>
    public ResultCache Results { get; }

    /// <summary>Which build of Unpark this is.</summary>
    public UInt128 Tool { get; }

    /// <summary>The files that the last run for the same packages met.</summary>
    public FileIndex Files { get; }

    /// <summary>Opens the cache that a request asks for, or gives null.</summary>
    public static CheckCache? Open(CheckRequest request)
    {
        if (request.CacheFolder is not { } folder || ToolIdentity.Find() is not { } tool)
        {
            return null;
        }

        var key = new KeyBuilder().Add("files").Add(tool).Add(request.Folder).Add(request.Patterns).Add(request.Tests ? 1 : 0);
        return new CheckCache(new ResultCache(folder), tool, key.Key);
    }

    /// <summary>Keeps what was learnt of files, and removes what has not been of use for long.</summary>
    public void Close()
    {
        if (Files.Save() is { } bytes)
        {
            Results.Put(indexKey, bytes);
        }

        Results.Trim();
    }
}
