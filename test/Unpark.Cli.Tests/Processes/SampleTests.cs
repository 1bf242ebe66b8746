using System.Text.Json;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Processes;

/// <summary>The commands as processes over <c>samples/leaky</c>.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TemporaryFolder copy = new();

    public SampleTests()
    {
        var sample = Repository.File("samples", "leaky");
        foreach (var path in Directory.GetFiles(sample, "*", SearchOption.AllDirectories))
        {
            copy.Write(Path.GetRelativePath(sample, path), File.ReadAllText(path));
        }
    }

    public void Dispose() => copy.Dispose();

    [Fact]
    public void Check_finds_the_mistakes_and_nothing_else()
    {
        var result = UnparkProcess.Run(copy.Path, "check");
        Snapshot.Match(result.Output + result.Error);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public void Check_of_the_repository_names_the_same_as_in_the_sample()
    {
        var there = UnparkProcess.Run(Repository.Root, "check", "-C", "samples/leaky");
        Assert.Equal(UnparkProcess.Run(copy.Path, "check").Output, there.Output);
    }

    [Fact]
    public void Check_gives_the_same_as_json()
    {
        var result = UnparkProcess.Run(copy.Path, "check", "-json", "./...");
        var report = JsonDocument.Parse(result.Output).RootElement;
        var found = report.GetProperty("findings").EnumerateArray()
            .Select(f => f.GetProperty("rule").GetString()!).ToHashSet();
        Assert.Superset(new HashSet<string> { "UP201", "UP303", "UP501", "UP502", "UP601" }, found);
        Assert.Equal(5, report.GetProperty("packages").GetInt32());
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public void Check_without_a_go_installation_finds_the_same()
    {
        var bare = new Dictionary<string, string?> { ["PATH"] = "/nonexistent", ["GOROOT"] = null, ["HOME"] = copy.Path };
        var result = UnparkProcess.Run(copy.Path, bare, "check");
        Assert.Equal(UnparkProcess.Run(copy.Path, "check").Output, result.Output);
    }

    [Fact]
    public void Fix_mends_what_it_can_and_the_result_is_formatted_and_compiles()
    {
        var result = UnparkProcess.Run(copy.Path, "fix");
        Snapshot.Match(result.Output + result.Error);
        Assert.Equal("", UnparkProcess.RunGoTool("gofmt", copy.Path, "-l", ".").Output);
        var build = UnparkProcess.RunGoTool("go", copy.Path, "build", "./store", "./quotes", "./stats");
        Assert.True(build.ExitCode == 0, build.Error);

        var before = Contents();
        UnparkProcess.Run(copy.Path, "fix");
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Fix_diff_is_what_fix_does()
    {
        var before = Contents();
        var diff = UnparkProcess.Run(copy.Path, "fix", "--diff");
        Assert.Equal(1, diff.ExitCode);
        Assert.Equal(before, Contents());

        copy.Write("fix.patch", diff.Output);
        var applied = UnparkProcess.RunProgram("git", copy.Path, new Dictionary<string, string?>(), "apply", "fix.patch");
        Assert.True(applied.ExitCode == 0, applied.Error);
        File.Delete(Path.Combine(copy.Path, "fix.patch"));
        var patched = Contents();
        using var again = new SampleTests();
        UnparkProcess.Run(again.copy.Path, "fix");
        Assert.Equal(again.Contents(), patched);
    }

    [Fact]
    public void Every_rule_is_explained()
    {
        foreach (var rule in Unpark.Analysis.LeakAnalysis.AllRules)
        {
            var byId = UnparkProcess.Run(copy.Path, "explain", rule.Rule.Id);
            Assert.Equal(0, byId.ExitCode);
            Assert.StartsWith(rule.Rule.Id, byId.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("// want", byId.Output, StringComparison.Ordinal);
            Assert.Equal(byId.Output, UnparkProcess.Run(copy.Path, "explain", rule.Rule.Name).Output);
        }
    }

    private string Contents() => string.Join("\n====\n", Directory
        .GetFiles(copy.Path, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => Path.GetRelativePath(copy.Path, path) + "\n" + File.ReadAllText(path)));
}
