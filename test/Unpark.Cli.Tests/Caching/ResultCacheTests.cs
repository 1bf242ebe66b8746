using Unpark.Cli.Caching;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Caching;

public sealed class ResultCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_put_is_found_and_nothing_else()
    {
        var cache = new ResultCache(Path.Combine(folder.Path, "not", "there", "yet"));
        Assert.Null(cache.Get(1));
        cache.Put(1, "one"u8);
        cache.Put(2, []);
        cache.Put(1, "another"u8);
        Assert.Equal("another"u8, cache.Get(1)!);
        Assert.Empty(cache.Get(2)!);
        Assert.Null(cache.Get(3));
    }

    [Fact]
    public void A_damaged_file_is_not_there()
    {
        var cache = new ResultCache(folder.Path);
        cache.Put(7, "some content"u8);
        var path = Assert.Single(Entries());
        var whole = File.ReadAllBytes(path);
        for (var i = 0; i < whole.Length; i++)
        {
            var damaged = whole.ToArray();
            damaged[i] ^= 4;
            File.WriteAllBytes(path, damaged);
            Assert.Null(cache.Get(7));
            File.WriteAllBytes(path, whole[..i]);
            Assert.Null(cache.Get(7));
        }

        File.WriteAllBytes(path, whole);
        Assert.Equal("some content"u8, cache.Get(7)!);
    }

    [Fact]
    public void A_trim_removes_what_is_old_and_what_is_too_much_once_a_day()
    {
        var cache = new ResultCache(folder.Path, mostBytes: 10 * 1028);
        for (var i = 0; i < 30; i++)
        {
            cache.Put((UInt128)i << 120, new byte[1000]);
        }

        var entries = Entries();
        for (var i = 0; i < 30; i++)
        {
            File.SetLastWriteTimeUtc(entries[i], DateTime.UtcNow - (i < 5 ? TimeSpan.FromDays(15) : TimeSpan.FromMinutes(i)));
        }

        folder.Write("zz/mine.txt", "not the cache's");
        cache.Trim();
        Assert.Equal(entries[5..15], Entries().Where(p => !p.Contains("mine", StringComparison.Ordinal)));
        cache.Put(99, new byte[100_000]);
        cache.Trim();
        Assert.NotNull(cache.Get(99));
        Assert.Equal("not the cache's", folder.Read("zz/mine.txt"));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_nothing_but_the_results()
    {
        folder.Write("file", "");
        var cache = new ResultCache(Path.Combine(folder.Path, "file", "below"));
        cache.Put(1, "x"u8);
        cache.Trim();
        Assert.Null(cache.Get(1));
    }

    [Fact]
    public void The_environment_says_where_it_is()
    {
        Assert.Null(FolderOf(("UNPARK_CACHE", "off"), ("HOME", "/home/a")));
        Assert.Equal("/x/y", FolderOf(("UNPARK_CACHE", "/x/y"), ("HOME", "/home/a")));
        Assert.Null(FolderOf());
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have other folders");
        Assert.Equal("/home/a/.cache/unpark/results", FolderOf(("HOME", "/home/a")));
        Assert.Equal("/c/unpark/results", FolderOf(("HOME", "/home/a"), ("XDG_CACHE_HOME", "/c")));
    }

    private static string? FolderOf(params (string Name, string Value)[] environment)
        => ResultCache.FolderOf(name => environment.FirstOrDefault(e => e.Name == name).Value);

    private string[] Entries() => [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
        .Where(p => Path.GetFileName(p) != "trimmed").Order(StringComparer.Ordinal)];
}
