using Unpark.Go.Build;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Build;

public sealed class FileStampTests
{
    [Fact]
    public void A_file_has_the_same_stamp_until_it_changes()
    {
        using var tree = new TempTree().Write("""
            -- a.go --
            package a
            -- b.go --
            package bb
            """);
        var path = tree.PathOf("a.go");
        var stamp = FileStamp.Of(path)!.Value;

        Assert.Equal(stamp, FileStamp.Of(path));
        Assert.Equal(new FileInfo(path).Length, stamp.Length);
        Assert.Equal(File.GetLastWriteTimeUtc(path).Ticks, stamp.Modified);
        Assert.NotEqual(stamp, FileStamp.Of(tree.PathOf("b.go")));
        Assert.Null(FileStamp.Of(tree.PathOf("c.go")));
        File.AppendAllText(path, "\n");
        Assert.NotEqual(stamp, FileStamp.Of(path));
    }

    [Fact]
    public void Other_bytes_of_the_same_length_and_time_are_a_change_where_the_system_tells()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the base library does not tell when a file changed");
        using var tree = new TempTree().Write("""
            -- a.go --
            package a
            """);
        var path = tree.PathOf("a.go");
        var (stamp, time) = (FileStamp.Of(path)!.Value, File.GetLastWriteTimeUtc(path));
        Thread.Sleep(50);
        File.WriteAllText(path, "package b\n");
        File.SetLastWriteTimeUtc(path, time);

        var changed = FileStamp.Of(path)!.Value;
        Assert.Equal((stamp.Length, stamp.Modified, stamp.Node), (changed.Length, changed.Modified, changed.Node));
        Assert.NotEqual(stamp, changed);
    }

    [Fact]
    public void A_stamp_is_of_use_once_the_clock_has_gone_on()
    {
        using var tree = new TempTree().Write("""
            -- a.go --
            package a
            """);
        var stamp = FileStamp.Of(tree.PathOf("a.go"))!.Value;

        Assert.False(stamp.IsSettled(DateTime.UtcNow));
        Assert.True(stamp.IsSettled(DateTime.UtcNow + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void What_an_index_knows_is_not_read()
    {
        using var tree = new TempTree().Write("""
            -- a/known.go --
            package a

            import "x"
            -- a/other.go --
            package a

            import "y"
            """);
        var (known, other) = (tree.PathOf("a/known.go"), tree.PathOf("a/other.go"));
        var index = new Index(known);
        var files = new DiskFiles(index);

        Assert.Equal("z", files.ReadHeader(known, out _)!.Imports[0].Path);
        Assert.Empty(index.Read);
        Assert.Equal("y", files.ReadHeader(other, out _)!.Imports[0].Path);
        Assert.Equal([other], index.Read);
        // It was young when it was read.
        Assert.Null(index.Stamp);
        files.Read(known, out _);
        files.Read(known, out _);
        Assert.Equal([other, known], index.Read);
        Assert.Null(files.ReadHeader(tree.PathOf("a/none.go"), out var error));
        Assert.Equal("no such file or directory", error);
    }

    private sealed class Index(string known) : IFileIndex
    {
        public List<string> Read { get; } = [];

        public FileStamp? Stamp { get; private set; }

        public GoFileHeader? HeaderOf(string path, FileStamp stamp) =>
            path == known ? GoFileHeader.Read(new SourceFile(path, "package a\nimport \"z\""u8.ToArray())) : null;

        public void Add(SourceFile file, FileStamp? stamp)
        {
            Read.Add(file.Path);
            Stamp = stamp;
        }
    }
}
