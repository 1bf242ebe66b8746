using System.Text;
using Unpark.Go.Build;

namespace Unpark.Go.Tests.Build;

public sealed class SourceOverlayTests
{
    [Fact]
    public void A_buffer_hides_the_file_below_and_may_add_and_delete()
    {
        using var tree = new TempTree().Write("""
            -- a/x.go --
            package x
            -- a/y.go --
            package y
            """);
        var below = new DiskFiles();
        var overlay = new SourceOverlay(below)
            .With(tree.PathOf("a/x.go"), "changed"u8.ToArray())
            .With(tree.PathOf("a/y.go"), null)
            .With(tree.PathOf("new/deep/z.go"), "new"u8.ToArray());

        Assert.Equal("changed", Text(overlay, tree.PathOf("a/x.go")));
        Assert.Null(overlay.Read(tree.PathOf("a/y.go"), out var error));
        Assert.Equal("no such file or directory", error);
        Assert.Equal(["x.go"], overlay.List(tree.PathOf("a"))!.Files);
        Assert.Equal(["a", "new"], overlay.List(tree.Root)!.Folders);
        Assert.Equal(["deep"], overlay.List(tree.PathOf("new"))!.Folders);
        Assert.Equal(["z.go"], overlay.List(tree.PathOf("new/deep"))!.Files);
        Assert.Equal(["x.go", "y.go"], below.List(tree.PathOf("a"))!.Files);
        Assert.Null(below.List(tree.PathOf("new")));

        var without = overlay.Without(tree.PathOf("a/x.go")).Without(tree.PathOf("new/deep/z.go"));
        Assert.Equal("package x\n", Text(without, tree.PathOf("a/x.go")));
        Assert.Null(without.List(tree.PathOf("new")));
        Assert.Equal(["a"], without.List(tree.Root)!.Folders);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_message()
    {
        using var tree = new TempTree().Write("""
            -- a.go --
            package a
            """);
        var files = new DiskFiles();

        Assert.Null(files.Read(tree.PathOf("none.go"), out var error));
        Assert.Equal("no such file or directory", error);
        Assert.Null(files.Read(tree.Root, out error));
        Assert.False(string.IsNullOrEmpty(error));
        Assert.Null(files.List(tree.PathOf("none")));
        Assert.Null(files.List(tree.PathOf("a.go")));
    }

    [Fact]
    public void A_file_is_read_once()
    {
        using var tree = new TempTree().Write("""
            -- a.go --
            package a
            """);
        var files = new DiskFiles();
        var first = files.Read(tree.PathOf("a.go"), out _);
        tree.Write("a.go", "package changed\n");

        Assert.Same(first, files.Read(tree.PathOf("a.go"), out _));
    }

    private static string Text(SourceFiles files, string path) =>
        Encoding.UTF8.GetString(files.Read(path, out _)!.Content);
}
