using Unpark.Go.Tests.Oracles;

namespace Unpark.Flow.Tests.Ssa;

/// <summary>
/// The SSA form of the files in Snapshots/Ssa: Go source, then <c>-- ssa --</c> and its functions. With
/// <c>UNPARK_UPDATE=1</c> the functions are written anew. A first line <c>// go 1.21</c> names another language version.
/// </summary>
public sealed class SsaSnapshotTests
{
    private const string Separator = "-- ssa --\n";
    private const string VersionLine = "// go ";

    private static string Folder => Path.Combine(GoToolchain.Repository, "test", "Unpark.Flow.Tests", "Snapshots", "Ssa");

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_ssa_form_is_as_written(string name)
    {
        var path = Path.Combine(Folder, name + ".txt");
        var text = File.ReadAllText(path);
        var split = text.IndexOf(Separator, StringComparison.Ordinal);
        var source = split < 0 ? text : text[..split];
        var version = source.StartsWith(VersionLine, StringComparison.Ordinal)
            ? source[VersionLine.Length..source.IndexOf('\n', StringComparison.Ordinal)]
            : "1.24";
        var package = GoSource.Package(source, version);
        var functions = package.Functions.Select(f => f.Ssa).ToList();
        if (package.Initialization.Instructions.Count() > 1)
        {
            functions.Insert(0, package.Initialization);
        }

        Assert.All(functions, f => Assert.Empty(SsaVerifier.Defects(f)));
        var actual = string.Join("\n", functions.Select(SsaPrinter.Text));
        if (Environment.GetEnvironmentVariable("UNPARK_UPDATE") == "1")
        {
            File.WriteAllText(path, source + Separator + actual);
        }

        Assert.Equal(split < 0 ? "" : text[(split + Separator.Length)..], actual);
    }
}
