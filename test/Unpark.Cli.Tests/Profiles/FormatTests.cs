using System.IO.Compression;
using System.Text.Json;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Profiles;

/// <summary>How a profile is shown, and that every way to give it is the same.</summary>
public sealed class FormatTests : IDisposable
{
    private static readonly string Sample = Repository.File("test", "Unpark.Profiles.Tests", "Samples", "go1.27", "goroutineleak.stacks.txt");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Text_is_a_ranked_table_and_one_group_whole()
    {
        File.Copy(Sample, Path.Combine(folder.Path, "p.txt"));
        var result = Run("p.txt", "--src", Repository.File("test", "oracles", "goroutines"), "--goroot", "none");
        Assert.Equal(1, result.ExitCode);
        Snapshot.Match(result.Output.Replace(Repository.Root, "…", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_has_the_fields_that_are_documented()
    {
        var root = JsonDocument.Parse(Run(Sample, "--format", "json").Output).RootElement;
        Assert.Equal(49, root.GetProperty("goroutines").GetInt32());
        Assert.Equal(0, root.GetProperty("unparsed").GetInt32());
        var group = root.GetProperty("groups").EnumerateArray().First();
        string[] fields =
        [
            "count", "state", "kind", "verdict", "reasons", "scenario", "rule", "benign", "labels", "minutes", "blocked",
            "createdBy", "stack", "explanation", "fix", "fingerprint", "leaked", "ids", "source",
        ];
        Assert.Equal(fields.Order(), group.EnumerateObject().Select(p => p.Name).Order());
    }

    [Fact]
    public void Csv_has_a_row_a_group()
    {
        var lines = Run(Sample, "--format", "csv", "--src", "none").Output.TrimEnd().Split("\r\n");
        Assert.Equal(27, lines.Length);
        Assert.StartsWith("5,leaked,2,UP203,select,select,,,,main.selects,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Folded_stacks_add_up_to_the_goroutines()
        => Assert.Equal(49, Run(Sample, "--format", "folded", "--src", "none").Output.TrimEnd().Split('\n')
            .Sum(l => int.Parse(l[(l.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Sarif_is_valid_and_has_a_result_for_what_leaks()
    {
        var log = JsonDocument.Parse(Run(Sample, "--format", "sarif", "--src", "none").Output);
        Assert.Empty(new JsonSchema(Repository.File("test", "Unpark.Cli.Tests", "Schemas", "sarif-2.1.0.json")).Validate(log.RootElement));
        var results = log.RootElement.GetProperty("runs")[0].GetProperty("results");
        Assert.Equal(15, results.GetArrayLength());
        Assert.Equal("UP203", results[0].GetProperty("ruleId").GetString());
    }

    [Fact]
    public void Archives_folders_compression_and_standard_input_are_the_same()
    {
        var bytes = File.ReadAllBytes(Sample);
        var expected = Run(Sample, "--json", "--src", "none").Output;
        folder.Write("f/notes.txt", "nothing\n");
        File.WriteAllBytes(Path.Combine(folder.Path, "f", "p.txt"), bytes);
        Assert.Equal(expected, Run("f", "--json", "--src", "none").Output);
        using (var zip = ZipFile.Open(Path.Combine(folder.Path, "p.zip"), ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(Sample, "p.txt");
        }

        Assert.Contains("\"goroutines\": 49", Run("p.zip", "--json", "--src", "none").Output, StringComparison.Ordinal);
        using (var gzip = new GZipStream(File.Create(Path.Combine(folder.Path, "p.gz")), CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        Assert.Equal(expected, Run("p.gz", "--json", "--src", "none").Output);
        var piped = UnparkProcess.RunProgram("/bin/sh", folder.Path, new Dictionary<string, string?>(), "-c",
            $"'{UnparkProcess.Executable}' profile - --json --src none < f/p.txt");
        Assert.Equal(expected, piped.Output);
    }

    [Fact]
    public void Earlier_profiles_show_how_the_groups_came_about()
    {
        int[] counts = [10, 30, 60, 80];
        for (var i = 0; i < counts.Length; i++)
        {
            folder.Write($"{i}.txt", string.Concat(Enumerable.Repeat("goroutine 7 [chan send]:\nmain.sends(0x1)\n\t/a.go:1 +0x1\n\n", counts[i]))
                + string.Concat(Enumerable.Repeat("goroutine 9 [select]:\nmain.polls(0x1)\n\t/b.go:1 +0x1\n\n", i == 3 ? 60 : 0)));
        }

        var lines = Run("0.txt", "1.txt", "2.txt", "3.txt", "--group", "0").Output.Split('\n');
        Assert.Equal("140 goroutines in 2 groups: 0 leaked, 140 suspect, 0 waiting normally or at work", lines[0]);
        Assert.Equal("   #    COUNT  TREND  VERDICT  RULE   STATE      WAITED  WHERE", lines[2]);
        Assert.Equal("   1       80  ▂▄▇█   suspect  UP101  chan send          main.sends a.go:1", lines[3]);
        Assert.Equal("   2       60  ···█   suspect  UP203  select             main.polls b.go:1", lines[4]);
        Assert.Equal("unpark: --watch wants one input\n", Run("0.txt", "1.txt", "--watch", "1s").Error);
    }

    [Fact]
    public void Kinds_of_goroutines_may_be_declared()
    {
        folder.Write("unpark.toml", """
            [[goroutines]]
            name = "senders"
            description = "a sender of ours"
            function = "main.sends"
            until = "Stop"
            limit = 3
            rule = "never-closed"
            because = "Stop is not called"
            """);
        folder.Write("p.txt", string.Concat(Enumerable.Repeat("goroutine 7 [chan send]:\nmain.sends(0x1)\n\t/a.go:1 +0x1\n\n", 4)));
        var group = JsonDocument.Parse(Run("p.txt", "--json").Output).RootElement.GetProperty("groups")[0];
        Assert.Equal(("suspect", "UP401"), (group.GetProperty("verdict").GetString(), group.GetProperty("rule").GetString()));
        Assert.Contains("Stop is not called", group.GetProperty("reasons").ToString(), StringComparison.Ordinal);

        folder.Write("unpark.toml", "[[goroutines]]\nname = \"x\"\nfunction = \"y\"\nlimits = 3\n");
        var wrong = Run("p.txt");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Equal("unpark: unpark.toml:4:1: unknown key \"limits\" (did you mean limit?)\n", wrong.Error);
    }

    private ProcessResult Run(params string[] arguments) => UnparkProcess.Run(folder.Path, ["profile", .. arguments]);
}
