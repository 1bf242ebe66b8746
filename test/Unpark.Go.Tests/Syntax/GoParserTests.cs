using System.Collections.Concurrent;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Syntax;

/// <summary>Our trees and errors against those of go/parser. All files at hand are compared by bench/Unpark.Conformance.</summary>
public sealed class GoParserTests
{
    [Theory]
    [InlineData("src/go")]
    [InlineData("src/runtime")]
    [InlineData("src/internal/types")]
    [InlineData("src/cmd/compile/internal/syntax")]
    [InlineData("src/cmd/cgo")]
    [InlineData("test")]
    public void Trees_and_errors_equal_those_of_go_parser(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(GoToolchain.Root, folder), "*.go", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        AssertEqual(files);
    }

    [Fact]
    public void Snippets_that_touch_every_corner_equal_those_of_go_parser()
    {
        var folder = Directory.CreateTempSubdirectory("snippets");
        try
        {
            AssertEqual([.. Snippets.All.Select((snippet, i) =>
            {
                var path = Path.Combine(folder.FullName, $"s{i:D4}.go");
                File.WriteAllBytes(path, snippet);
                return path;
            })]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Files_that_fuzzing_found_equal_those_of_go_parser()
        => AssertEqual(Directory.GetFiles(
            Path.Combine(GoToolchain.Repository, "test", "Unpark.Go.Tests", "Syntax", "Crashers"), "*.go"));

    [Fact]
    public void Broken_files_equal_those_of_go_parser()
    {
        var folder = Directory.CreateTempSubdirectory("broken");
        try
        {
            var sources = Directory.GetFiles(Path.Combine(GoToolchain.Root, "src", "go", "parser"), "*.go")
                .Concat(Directory.GetFiles(Path.Combine(GoToolchain.Root, "src", "net"), "*.go"))
                .Order(StringComparer.Ordinal)
                .ToArray();
            var random = new Random(20);
            AssertEqual([.. Enumerable.Range(0, 400).Select(i =>
            {
                var source = File.ReadAllBytes(sources[random.Next(sources.Length)]);
                var path = Path.Combine(folder.FullName, $"b{i:D4}.go");
                File.WriteAllBytes(path, Mutation.Mutate(source, random, maxLength: 8000));
                return path;
            })]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertEqual(string[] files)
    {
        var differing = new ConcurrentBag<string>();
        var theirs = SyntaxOracle.Ask(files);
        Assert.Equal(files.Length, theirs.Count);
        Parallel.ForEach(theirs, their =>
        {
            if (SyntaxOracle.Parse(their.Path) != their)
            {
                differing.Add(their.Path);
            }
        });
        Assert.True(
            differing.IsEmpty,
            $"{differing.Count} of {files.Length} files: "
                + string.Join('\n', differing.Order(StringComparer.Ordinal).Take(5).Select(SyntaxOracle.FirstDifference)));
    }
}
