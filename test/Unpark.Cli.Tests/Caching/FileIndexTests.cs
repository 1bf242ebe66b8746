using System.Text;
using Unpark.Cli.Caching;
using Unpark.Go.Build;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Tests.Caching;

/// <summary>What an index says of a file is what reading it would say, or nothing.</summary>
public sealed class FileIndexTests
{
    private static readonly FileStamp Stamp = new(40, 1, 2, 3, 4);

    [Fact]
    public void A_file_of_the_same_stamp_is_known_to_the_next_run()
    {
        var first = new FileIndex(null);
        Assert.Null(first.HeaderOf("/a.go", Stamp));
        first.Add(File("/a.go", "package a\nimport \"b\"\n"), Stamp);
        first.Add(File("/young.go", "package a\n"), null);
        first.Add(File("/go.mod", "module m\n"), Stamp);
        var saved = first.Save();
        Assert.NotNull(saved);

        var second = new FileIndex(saved);
        Assert.Null(second.HashOf("/a.go"));
        Assert.Equal("b", Assert.Single(second.HeaderOf("/a.go", Stamp)!.Imports).Path);
        Assert.Equal(first.HashOf("/a.go"), second.HashOf("/a.go"));
        Assert.Null(second.HeaderOf("/young.go", Stamp));
        Assert.Null(second.HeaderOf("/go.mod", Stamp));
        Assert.Null(second.Save());
        foreach (var other in new[] { Stamp with { Length = 41 }, Stamp with { Modified = 2 }, Stamp with { Changed = 3 }, Stamp with { Node = 4 }, Stamp with { Device = 5 } })
        {
            Assert.Null(new FileIndex(saved).HeaderOf("/a.go", other));
        }
    }

    [Fact]
    public void A_file_that_is_other_bytes_the_second_time_makes_the_run_unsteady()
    {
        var index = new FileIndex(null);
        index.Add(File("/a.go", "package a\n"), Stamp);
        index.Add(File("/b.go", "package b\n"), Stamp);
        index.Add(File("/a.go", "package a\n"), Stamp);
        Assert.True(index.IsSteady);
        var next = new FileIndex(index.Save());
        Assert.NotNull(next.HeaderOf("/a.go", Stamp));
        Assert.NotNull(next.HeaderOf("/b.go", Stamp));
        next.Add(File("/a.go", "package changed\n"), Stamp);
        Assert.False(next.IsSteady);
        next.Add(File("/c.go", "package c\n"), Stamp);
        var last = new FileIndex(next.Save());
        Assert.Null(last.HeaderOf("/a.go", Stamp));
        Assert.NotNull(last.HeaderOf("/b.go", Stamp));
    }

    [Fact]
    public void An_index_that_knows_far_more_than_there_is_shrinks()
    {
        var index = new FileIndex(null);
        for (var i = 0; i < 9; i++)
        {
            index.Add(File($"/{i}.go", "package a\n"), Stamp);
        }

        var next = new FileIndex(index.Save());
        Assert.NotNull(next.HeaderOf("/1.go", Stamp));
        var shrunk = new FileIndex(next.Save());
        Assert.NotNull(shrunk.HeaderOf("/1.go", Stamp));
        Assert.Null(shrunk.HeaderOf("/2.go", Stamp));
    }

    [Fact]
    public void Bytes_that_are_no_index_know_nothing()
    {
        var index = new FileIndex(null);
        index.Add(File("/a.go", "//go:build linux\n\npackage a\nimport (\n\t\"b\"\n\t\"c\"\n)\n"), Stamp);
        index.Add(File("/b.go", "// +build linux\n\npackage a\nimport"), Stamp);
        var saved = index.Save()!;
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var damaged = saved.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var read = new FileIndex(damaged[..(i % 3 == 0 ? random.Next(damaged.Length + 1) : damaged.Length)]);
            read.HeaderOf("/a.go", Stamp);
            read.HeaderOf("/b.go", Stamp);
        }
    }

    private static SourceFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
