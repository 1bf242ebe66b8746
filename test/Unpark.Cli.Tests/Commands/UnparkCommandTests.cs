using Unpark.Analysis;
using Unpark.Cli.Commands;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Commands;

/// <summary>The commands in this process, over an engine that finds words.</summary>
public sealed class UnparkCommandTests : IDisposable
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
    public void Check_exits_with_0_without_findings_and_1_with()
    {
        folder.Write("a.go", "package a\n");
        Assert.Equal(0, Run("check"));
        folder.Write("b.go", "package a // LEAK\n");
        Assert.Equal(1, Run("check", "."));
        Assert.Contains("b.go:1:14: UP601 missing-unlock: a LEAK", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_hands_its_options_on()
    {
        folder.Write("sub/a.go", "package a\n");
        Directory.CreateDirectory(Path.Combine(folder.Path, "src"));
        Assert.Equal(0, Run("check", "-C", "sub", "-tags=x,y", "-mod", "vendor", "-test=false", "-p", "3",
            "-goroot", folder.Path, "-modfile", "alt.mod",
            "--profile=strict", "--confidence", "proved", "./a/...", "std"));
        var request = engine.Request!;
        Assert.Equal(Path.Combine(folder.Path, "sub"), request.Folder);
        Assert.Equal(["x", "y"], request.Tags);
        Assert.Equal("vendor", request.ModuleMode);
        Assert.False(request.Tests);
        Assert.Equal(3, request.Parallelism);
        Assert.Equal(folder.Path, request.GoRoot);
        Assert.Equal(Path.Combine(folder.Path, "sub", "alt.mod"), request.ModFile);
        Assert.Equal(["./a/...", "std"], request.Patterns);
        Assert.Equal((RuleProfile.Strict, Confidence.Proved), (request.Analysis.Profile, request.Analysis.MinimumConfidence));
    }

    [Fact]
    public void Check_without_patterns_takes_everything_below_the_folder()
    {
        folder.Write("a.go", "package a\n");
        Run("check", "--json");
        Assert.Equal(["./..."], engine.Request!.Patterns);
        Assert.StartsWith("{", terminal.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check --jsno", "no option --jsno (did you mean --json?)")]
    [InlineData("check -p 0", "-p wants a number of at least 1")]
    [InlineData("check -C nowhere", "-C nowhere: there is no such folder")]
    [InlineData("check -goroot nowhere", "--goroot nowhere: no Go installation with source is there")]
    [InlineData("check --format xml", "no format \"xml\": there are text, json, sarif, junit, checkstyle, github")]
    [InlineData("check --format sraif=x", "no format \"sraif\" (did you mean sarif?)")]
    [InlineData("check --format text --format json", "only one format can go to standard output")]
    [InlineData("check --format sarif=", "--format sarif= names no file")]
    [InlineData("check --write-baseline", "--write-baseline wants to know where to")]
    [InlineData("check --baseline gone.json", "there is no baseline gone.json: --write-baseline makes it")]
    [InlineData("check --config gone.toml", "gone.toml: ")]
    [InlineData("check --rules UP000", "no rule \"UP000\"")]
    [InlineData("chek", "no command \"chek\" (did you mean check?)")]
    [InlineData("explain UP000", "no rule \"UP000\"")]
    [InlineData("check", "no Go files")]
    public void What_cannot_be_done_exits_with_2_and_says_why(string args, string message)
    {
        Assert.Equal(2, Run(args.Split(' ')));
        Assert.Contains(message, terminal.Error, StringComparison.Ordinal);
        Assert.Equal("", terminal.Output);
    }

    [Fact]
    public void Without_a_command_the_help_is_shown()
    {
        Assert.Equal(2, Run());
        Assert.Contains("explain", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Fix_mends_what_has_a_fix_and_the_second_time_nothing()
    {
        folder.Write("a.go", "package a // LEAK LOOP\n");
        folder.Write("b.go", "package a // fine\n");
        var untouched = File.GetLastWriteTimeUtc(Path.Combine(folder.Path, "b.go"));
        Assert.Equal(0, Run("fix"));
        Assert.Equal("package a // SEALED SEALED\n", folder.Read("a.go"));
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(Path.Combine(folder.Path, "b.go")));
        Assert.Contains("3 findings mended in 1 file, 0 left", terminal.Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("fix"));
        Assert.EndsWith("nothing to fix\n", terminal.Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Fix_leaves_what_has_no_fix_and_says_how_much_is_left()
    {
        folder.Write("a.go", "package a // LEAK STUBBORN\n");
        Assert.Equal(1, Run("fix"));
        Assert.Equal("package a // SEALED STUBBORN\n", folder.Read("a.go"));
        Assert.Contains("1 finding mended in 1 file, 1 left", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Fix_refuses_what_would_not_compile_and_does_the_rest()
    {
        folder.Write("a.go", "package a // LEAK BREAK LEAK\n");
        Assert.Equal(1, Run("fix"));
        Assert.Equal("package a // SEALED BREAK SEALED\n", folder.Read("a.go"));
        Assert.Contains("a.go:1:21: UP601 missing-unlock: not fixed: the fixed file would not compile", terminal.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fix_refuses_generated_files_unless_asked()
    {
        const string Generated = "// Code generated by x. DO NOT EDIT.\n\npackage a // LEAK\n";
        folder.Write("a.go", Generated);
        Assert.Equal(1, Run("fix"));
        Assert.Equal(Generated, folder.Read("a.go"));
        Assert.Contains("the file is generated", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("fix", "--generated"));
        Assert.EndsWith("SEALED\n", folder.Read("a.go"), StringComparison.Ordinal);
    }

    [Fact]
    public void Fix_diff_shows_a_diff_and_writes_nothing()
    {
        folder.Write("a.go", "package a\n\n// LEAK\n");
        Assert.Equal(1, Run("fix", "--diff"));
        Assert.Equal("--- a/a.go\n+++ b/a.go\n@@ -1,3 +1,3 @@\n package a\n \n-// LEAK\n+// SEALED\n", terminal.Output);
        Assert.Equal("package a\n\n// LEAK\n", folder.Read("a.go"));
    }

    [Fact]
    public void Rules_are_listed_with_every_id()
    {
        Assert.Equal(0, Run("rules"));
        foreach (var rule in LeakAnalysis.AllRules)
        {
            Assert.Contains($"{rule.Rule.Id} {rule.Rule.Name} ", terminal.Output, StringComparison.Ordinal);
        }
    }

    private int Run(params string[] args)
        => new UnparkCommand(terminal.Terminal, engine, interrupt, folder.Path).Run(args);
}
