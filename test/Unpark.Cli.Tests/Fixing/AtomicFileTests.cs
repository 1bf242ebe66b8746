using Unpark.Cli.Fixing;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Fixing;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_replaced_and_keeps_its_mode()
    {
        var path = folder.Write("a.go", "old");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);
        }

        Replace(path, "old", "new");
        Assert.Equal("new", folder.Read("a.go"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite, File.GetUnixFileMode(path));
        }

        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        folder.Write("real.go", "old");
        var link = Path.Combine(folder.Path, "link.go");
        File.CreateSymbolicLink(link, "real.go");
        Replace(link, "old", "new");
        Assert.Equal("new", folder.Read("real.go"));
        Assert.Equal("real.go", new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void A_file_that_changed_meanwhile_is_left_alone()
    {
        var path = folder.Write("a.go", "newer");
        Assert.Throws<IOException>(() => Replace(path, "old", "new"));
        Assert.Equal("newer", folder.Read("a.go"));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_is_not_committed_leaves_nothing_behind()
    {
        var path = folder.Write("a.go", "old");
        AtomicFile.Prepare(path, "old"u8, "new"u8).Dispose();
        Assert.Equal("old", folder.Read("a.go"));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_read_only_file_is_left_alone()
    {
        var path = folder.Write("a.go", "old");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        Assert.Throws<UnauthorizedAccessException>(() => Replace(path, "old", "new"));
        Assert.Equal("old", folder.Read("a.go"));
    }

    private static void Replace(string path, string expected, string content)
    {
        using var file = AtomicFile.Prepare(path, System.Text.Encoding.UTF8.GetBytes(expected),
            System.Text.Encoding.UTF8.GetBytes(content));
        file.Commit();
    }
}
