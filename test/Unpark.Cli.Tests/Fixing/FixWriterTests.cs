using System.Collections.Immutable;
using System.Text;
using Unpark.Analysis;
using Unpark.Analysis.Fixes;
using Unpark.Cli.Fixing;
using Unpark.Cli.Tests.Support;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Tests.Fixing;

public sealed class FixWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_that_a_fix_changes_together_are_written_together_or_not_at_all()
    {
        var files = Enumerable.Range(0, 4)
            .Select(i => new SourceFile(folder.Write((char)('a' + i) + ".go", "old"), Encoding.UTF8.GetBytes("old"))).ToArray();
        // What is not on disk as it was read is not written.
        folder.Write("b.go", "edited meanwhile");
        var changes = files.Select(f => new FileChange(f, Encoding.UTF8.GetBytes("new"))).ToImmutableArray();

        var problems = FixWriter.Write(changes, [FixOf(files[0], files[1]), FixOf(files[2], files[0]), FixOf(files[3])]);

        Assert.Equal(["b.go", "a.go", "c.go"], problems.Select(p => Path.GetFileName(p.Path)));
        Assert.Contains("together with b.go", problems[1].Message, StringComparison.Ordinal);
        Assert.Equal(["old", "edited meanwhile", "old", "new"], files.Select(f => File.ReadAllText(f.Path)));
        Assert.Equal(4, Directory.GetFiles(folder.Path).Length);
    }

    private static Fix FixOf(params SourceFile[] files) => new("mend", true, [.. files.Select(f => new TextEdit(f, 0, 3, "new"))]);
}
