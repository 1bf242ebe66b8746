using Unpark.Go.Tests.Oracles;

namespace Unpark.Flow.Tests;

/// <summary>
/// The graphs of the files in Snapshots: a Go function, then <c>-- cfg --</c> and its graph. With <c>UNPARK_UPDATE=1</c> the
/// graphs are written anew.
/// </summary>
public sealed class GraphSnapshotTests
{
    private const string Separator = "-- cfg --\n";

    private static string Folder => Path.Combine(GoToolchain.Repository, "test", "Unpark.Flow.Tests", "Snapshots");

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_graph_is_as_written(string name)
    {
        var path = Path.Combine(Folder, name + ".txt");
        var text = File.ReadAllText(path);
        var split = text.IndexOf(Separator, StringComparison.Ordinal);
        var source = split < 0 ? text : text[..split];
        var graph = Functions.Graph(source, out var file);
        Assert.Empty(GraphVerifier.Defects(graph));
        var actual = GraphPrinter.Text(graph, file);
        if (Environment.GetEnvironmentVariable("UNPARK_UPDATE") == "1")
        {
            File.WriteAllText(path, source + Separator + actual);
        }

        Assert.Equal(split < 0 ? "" : text[(split + Separator.Length)..], actual);
    }

    [Fact]
    public void The_dot_form_names_every_block_and_edge()
    {
        var graph = Functions.Graph("package p\nfunc f(s string) { if s == \"a\\\\\" { return }; for { s += s } }", out var file);
        var dot = GraphPrinter.Dot(graph, file);
        Assert.StartsWith("digraph cfg {\n", dot, StringComparison.Ordinal);
        Assert.Equal(graph.Blocks.Sum(b => b.Successors.Length), dot.Split(" -> ").Length - 1);
        Assert.Contains("s == \\\"a\\\\\\\\\\\"", dot, StringComparison.Ordinal);
    }
}
