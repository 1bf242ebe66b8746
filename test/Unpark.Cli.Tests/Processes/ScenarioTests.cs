using System.Text.Json;
using System.Text.RegularExpressions;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Processes;

/// <summary>The commands as processes over <c>samples/scenarios</c>: one leaky package and its fixed twin for each bullet.</summary>
public sealed partial class ScenarioTests : IDisposable
{
    private readonly TemporaryFolder copy = new();
    private readonly SortedSet<string> wanted = new(StringComparer.Ordinal);

    public ScenarioTests()
    {
        var samples = Repository.File("samples", "scenarios");
        foreach (var path in Directory.GetFiles(samples, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(samples, path).Replace('\\', '/');
            var text = File.ReadAllText(path);
            var lines = text.Split('\n');
            // Without its marks: gofmt would move them when a fix changes the lines around.
            copy.Write(name, string.Join('\n', lines.Select(line => Wanted().Replace(line, "").TrimEnd(' '))));
            for (var i = 0; i < lines.Length; i++)
            {
                if (Wanted().Match(lines[i]) is { Success: true } match)
                {
                    foreach (var rule in match.Groups[1].Value.Split(' '))
                    {
                        wanted.Add($"{name}:{i + 1}: {rule}");
                    }
                }
            }
        }
    }

    public void Dispose() => copy.Dispose();

    [Fact]
    public void What_leaks_is_found_and_its_twin_is_clean()
    {
        var found = Findings().Select(f => $"{Text(f, "file")}:{f.GetProperty("line").GetInt32()}: {Text(f, "rule")}");
        Assert.Equal(string.Join('\n', wanted), string.Join('\n', found.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_scenario_has_samples() =>
        Assert.Equal(["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"],
            wanted.Select(w => w[..2]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_safe_fix_mends_the_leak_and_the_result_is_formatted_and_compiles()
    {
        var before = Findings().Count(IsFixed);
        UnparkProcess.Run(copy.Path, "fix");
        var after = Findings();
        Assert.DoesNotContain(after, IsFixed);
        // What mends one may mend another with it.
        Assert.InRange(after.Count, 1, wanted.Count - before);
        Assert.Equal("", UnparkProcess.RunGoTool("gofmt", copy.Path, "-l", ".").Output);

        var buildable = Directory.GetDirectories(copy.Path, "leaky", SearchOption.AllDirectories)
            .Where(folder => Directory.GetFiles(folder).All(f => !ThirdParty().IsMatch(File.ReadAllText(f))))
            .Select(folder => "./" + Path.GetRelativePath(copy.Path, folder).Replace('\\', '/'));
        var build = UnparkProcess.RunGoTool("go", copy.Path, ["test", "-run", "^$", "-vet=off", .. buildable]);
        Assert.True(build.ExitCode == 0, build.Output + build.Error);
    }

    private static bool IsFixed(JsonElement finding) =>
        finding.GetProperty("fix") is { ValueKind: JsonValueKind.Object } fix && fix.GetProperty("preferred").GetBoolean();

    private static string Text(JsonElement finding, string name) => finding.GetProperty(name).GetString()!;

    private List<JsonElement> Findings()
    {
        var report = JsonDocument.Parse(UnparkProcess.Run(copy.Path, "check", "--no-cache", "--format", "json").Output).RootElement;
        return [.. report.GetProperty("findings").EnumerateArray()];
    }

    [GeneratedRegex("// want ((UP[0-9]{3} ?)+)$")]
    private static partial Regex Wanted();

    [GeneratedRegex("\"(github.com|go.opentelemetry.io)/")]
    private static partial Regex ThirdParty();
}
