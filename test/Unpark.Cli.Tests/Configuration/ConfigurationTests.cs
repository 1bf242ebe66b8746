using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Commands;
using Unpark.Cli.Configuration;
using Unpark.Cli.Reporting;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Configuration;

/// <summary>What an unpark.toml means, and that the command line wins over it.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestTerminal terminal = new();
    private readonly TextEngine engine = new();
    private readonly Interrupt interrupt = new();

    public void Dispose()
    {
        folder.Dispose();
        terminal.Dispose();
        interrupt.Dispose();
    }

    [Fact]
    public void Everything_can_be_said_in_the_file()
    {
        folder.Write("unpark.toml", """
            profile = "strict"
            min-confidence = "proved"
            tests = false
            tags = ["integration", "linux"]
            goos = "windows"
            goarch = "arm64"
            exclude = ["third_party/**", "*.pb.go"]
            unused-suppressions = "error"

            [rules]
            UP303 = "off"
            UP601 = "note"

            [[lifecycle]]
            import = "github.com/acme/pool"
            constructor = ["New", "Pool.Sub"]
            release = "Close"

            [[lifecycle]]
            import = "example.com/x"
            constructor = "Open"
            release = ["Close", "Shutdown"]
            """);
        folder.Write("sub/deep/a.go", "package a\n");
        Assert.Equal(0, Run("check", "-C", "sub/deep"));
        var request = engine.Request!;
        Assert.Equal((RuleProfile.Strict, Confidence.Proved), (request.Analysis.Profile, request.Analysis.MinimumConfidence));
        Assert.False(request.Tests);
        Assert.Equal(["integration", "linux"], request.Tags);
        Assert.Equal(("windows", "arm64"), (request.GoOS, request.GoArch));
        Assert.Equal(UnusedSuppressionMode.Error, request.UnusedSuppressions);
        Assert.True(request.Exclude.Excludes(Path.Combine(folder.Path, "third_party", "x", "a.go")));
        Assert.DoesNotContain("UP303", request.Analysis.Rules!);
        Assert.Contains("UP601", request.Analysis.Rules!);
        Assert.Equal(["github.com/acme/pool", "example.com/x"], request.Analysis.Lifecycles.Select(l => l.Import));
        Assert.Equal(["New", "Pool.Sub"], request.Analysis.Lifecycles[0].Constructors);
        Assert.Equal(["Close", "Shutdown"], request.Analysis.Lifecycles[1].Releases);
    }

    [Fact]
    public void The_command_line_wins()
    {
        folder.Write("a.go", "package a\n");
        folder.Write("unpark.toml", "profile = \"strict\"\nmin-confidence = \"proved\"\ntests = false\ntags = [\"a\"]\n"
            + "goos = \"windows\"\ngoarch = \"arm\"\nunused-suppressions = \"off\"\n[rules]\nUP601 = \"off\"\n");
        Assert.Equal(0, Run("check", "--profile=leaks", "--min-confidence=likely", "--tests", "--tags=b", "--goos=linux",
            "--goarch=amd64", "--unused-suppressions=note", "--rule", "UP601", "--rule", "UP201,UP303", "--rule=-UP303"));
        var request = engine.Request!;
        Assert.Equal((RuleProfile.Leaks, Confidence.Likely), (request.Analysis.Profile, request.Analysis.MinimumConfidence));
        Assert.True(request.Tests);
        Assert.Equal(["b"], request.Tags);
        Assert.Equal(("linux", "amd64"), (request.GoOS, request.GoArch));
        Assert.Equal(UnusedSuppressionMode.Note, request.UnusedSuppressions);
        Assert.Equal(["UP201", "UP601"], request.Analysis.Rules!.Order());
    }

    [Fact]
    public void A_file_can_be_named_or_left_out()
    {
        folder.Write("a.go", "package a\n");
        folder.Write("unpark.toml", "nonsense = 1\n");
        folder.Write("other.toml", "tests = false\n");
        Assert.Equal(0, Run("check", "--config", "none"));
        Assert.True(engine.Request!.Tests);
        Assert.Equal(0, Run("check", "--config=other.toml"));
        Assert.False(engine.Request!.Tests);
        Assert.Equal(2, Run("check"));
        Assert.StartsWith("unpark: unpark.toml:1:1: unknown key \"nonsense\": there are allow-leak, baseline, exclude, ", terminal.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("profle = \"strict\"", "1:1: unknown key \"profle\" (did you mean profile?)")]
    [InlineData("profile = \"strickt\"", "1:11: profile wants \"leaks\" or \"strict\", not \"strickt\"")]
    [InlineData("profile = 1", "1:11: profile wants \"leaks\" or \"strict\", not a number")]
    [InlineData("tests = \"no\"", "1:9: tests wants true or false, not \"no\"")]
    [InlineData("exclude = \"x\"", "1:11: exclude wants a list of strings, not \"x\"")]
    [InlineData("exclude = [\"x\", 1]", "1:17: exclude wants a string that is not empty, not a number")]
    [InlineData("[rules]\nUP999 = \"off\"", "2:1: no rule \"UP999\"")]
    [InlineData("[rules]\nmising-unlock = \"off\"", "2:1: no rule \"mising-unlock\" (did you mean missing-unlock?)")]
    [InlineData("[rules]\nUP601 = \"fatal\"", "2:9: UP601 wants \"on\", \"off\", \"error\", \"warning\" or \"note\", not \"fatal\"")]
    [InlineData("rules = [\"UP601\"]", "1:9: rules wants a table, not a list")]
    [InlineData("[[lifecycle]]\nimport = \"x\"\nconstructor = \"New\"", "1:1: the lifecycle has no release: it wants import, constructor and release")]
    [InlineData("[[lifecycle]]\nimprot = \"x\"", "2:1: unknown key \"improt\" (did you mean import?)")]
    [InlineData("[lifecycle]", "1:1: lifecycle wants a list of tables, each below [[lifecycle]], not a table")]
    [InlineData("[[lifecycle]]\nimport = \"x\"\nconstructor = []\nrelease = \"Close\"", "3:15: constructor wants at least one string, not a list")]
    [InlineData("tests = ", "1:9: expected a value, found the end of the file")]
    public void Mistakes_are_named_with_their_place(string text, string message)
    {
        folder.Write("a.go", "package a\n");
        folder.Write("unpark.toml", text);
        Assert.Equal(2, Run("check"));
        Assert.Contains("unpark: unpark.toml:" + message, terminal.Error, StringComparison.Ordinal);
        Assert.Null(engine.Request);
    }

    [Fact]
    public void Settings_of_one_rule_win_over_those_of_many()
    {
        var strict = new Rule("UP504", "some-policy", 5, RuleProfile.Strict, "A policy.");
        var rules = TargetOptions.AllRules().RemoveAll(r => r.Id == strict.Id).Add(strict);
        var plan = RulePlan.Of(
        [
            Setting("UP601", on: true), Setting("all", on: false), Setting("UP6xx", severity: Severity.Note),
            Setting("UP201", severity: Severity.Error), Setting(strict.Name, on: true),
        ], rules);
        Assert.Equal(new[] { "UP201", "UP601", strict.Id }.Order(), plan.Rules!.Order());
        Assert.Contains(strict.Id, plan.Strict);
        Assert.Equal((Severity.Note, Severity.Error), (plan.Severities["UP601"], plan.Severities["UP201"]));
        Assert.Null(RulePlan.Of([Setting("UP601", severity: Severity.Error)], rules).Rules);
    }

    [Theory]
    [InlineData("third_party/", "third_party/a.go", true)]
    [InlineData("third_party", "x/third_party/y/a.go", true)]
    [InlineData("./third_party", "x/third_party/y/a.go", false)]
    [InlineData("third_party/**", "third_party/y/a.go", true)]
    [InlineData("*.pb.go", "x/y/a.pb.go", true)]
    [InlineData("*.pb.go", "x/y/a.go", false)]
    [InlineData("x/*/a.go", "x/y/a.go", true)]
    [InlineData("x/*/a.go", "x/y/z/a.go", false)]
    [InlineData("x/**/a.go", "x/y/z/a.go", true)]
    [InlineData("x/**/a.go", "x/a.go", true)]
    [InlineData("**/gen_?.go", "q/gen_1.go", true)]
    [InlineData("A.go", "a.go", false)]
    [InlineData("**", "a.go", true)]
    [InlineData("**/b/**/c/**/d.go", "b/b/c/b/c/x/d.go", true)]
    public void Paths_are_left_out_by_patterns(string pattern, string path, bool excluded)
    {
        var filter = new PathFilter("/repo", [pattern]);
        Assert.Equal(excluded, filter.Excludes("/repo/" + path));
        Assert.False(filter.Excludes("/elsewhere/" + path));
    }

    private static RuleSetting Setting(string name, bool? on = null, Severity? severity = null) => new(name, default, on, severity);

    private int Run(params string[] args)
        => new UnparkCommand(terminal.Terminal, engine, interrupt, folder.Path).Run(args);
}
