using Unpark.Analysis.Suppressions;
using Unpark.Go.Build;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Tests.Suppressions;

/// <summary>Comments that keep findings back. Where they hold is golangci-lint's and staticcheck's rule.</summary>
public sealed class SuppressionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("unpark-suppress-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Theory]
    [InlineData("mu.Lock() //nolint:UP601")]
    [InlineData("mu.Lock() //nolint:unpark")]
    [InlineData("mu.Lock() //nolint")]
    [InlineData("mu.Lock() //nolint:all // handed over")]
    [InlineData("mu.Lock() // nolint:errcheck, up601 // handed over to the caller")]
    [InlineData("mu.Lock() //nolint:missing-unlock because it is handed over")]
    [InlineData("mu.Lock() //nolint:UP6xx,gosec")]
    [InlineData("mu.Lock() //nolint:UP6*")]
    [InlineData("//nolint:UP601\n\tmu.Lock()")]
    [InlineData("// The caller unlocks.\n\t//\n\t//nolint:UP601 // it does\n\tmu.Lock()")]
    [InlineData("//lint:ignore UP601 the caller unlocks\n\tmu.Lock()")]
    [InlineData("mu.Lock() //lint:ignore SA4006,UP601 the caller unlocks")]
    [InlineData("//lint:ignore UP* the caller unlocks\n\tmu.Lock()")]
    [InlineData("//lint:file-ignore UP601 no unlocks here\n\n\tmu.Lock()")]
    [InlineData("//nolint:UP601\n\t{\n\t\tmu.Lock()\n\t}")]
    [InlineData("//nolint:UP601\r\n\tmu.Lock()")]
    public void A_comment_at_the_finding_keeps_it_back(string code)
    {
        var result = Analyze(Code(code));
        Assert.Empty(result.Findings);
        Assert.Equal("UP601", Assert.Single(result.Suppressed).Rule.Id);
        Assert.Empty(result.UnusedSuppressions);
    }

    [Theory]
    [InlineData("mu.Lock() //nolint:errcheck")]
    [InlineData("mu.Lock() //nolinted")]
    [InlineData("mu.Lock() //nolint:")]
    [InlineData("mu.Lock() /* nolint:UP601 */")]
    [InlineData("//nolint:all\n\n\tmu.Lock()")]
    [InlineData("//lint:ignore U1000 it is used\n\tmu.Lock()")]
    [InlineData("//lint:ignore SA*\n\tmu.Lock()")]
    [InlineData("//lint:ignore U1000 above a block holds for its first line\n\t{\n\t\tmu.Lock()\n\t}")]
    [InlineData("x := 1 //nolint:all\n\t_ = x\n\tmu.Lock()")]
    public void Other_comments_do_not(string code)
    {
        var result = Analyze(Code(code));
        Assert.Single(result.Findings);
        Assert.Empty(result.Suppressed);
        Assert.Empty(result.UnusedSuppressions);
    }

    [Theory]
    [InlineData("http.ListenAndServe(\":1\", nil) //nolint:gosec")]
    [InlineData("http.ListenAndServe(\":1\", nil) //nolint:G114")]
    [InlineData("http.ListenAndServe(\":1\", nil) // #nosec")]
    [InlineData("http.ListenAndServe(\":1\", nil) // #nosec G104 G114 -- for a test")]
    [InlineData("http.ListenAndServe(\":1\", nil) //#nosec G114")]
    [InlineData("http.ListenAndServe(\":1\", nil) /* #nosec G114 */")]
    [InlineData("// #nosec: G114\n\thttp.ListenAndServe(\":1\", nil)")]
    public void What_another_linter_was_asked_not_to_say_is_kept_back(string code)
    {
        var result = Analyze(Serving(code));
        Assert.Empty(result.Findings);
        Assert.Equal("UP502", Assert.Single(result.Suppressed).Rule.Id);
        Assert.Empty(result.UnusedSuppressions);
    }

    [Theory]
    [InlineData("http.ListenAndServe(\":1\", nil) // #nosec G104 -- errors are logged")]
    [InlineData("http.ListenAndServe(\":1\", nil) // #nosecurity")]
    [InlineData("http.ListenAndServe(\":1\", nil) //nolint:bodyclose")]
    [InlineData("// #nosec G114\n\n\thttp.ListenAndServe(\":1\", nil)")]
    public void But_not_for_another_rule(string code)
    {
        var result = Analyze(Serving(code));
        Assert.Single(result.Findings);
        Assert.Empty(result.UnusedSuppressions);
    }

    [Theory]
    [InlineData("//nolint:UP601 // both\n")]
    [InlineData("// F does a thing.\n//\n//nolint:unpark\n")]
    public void Above_a_function_it_holds_for_all_of_it(string comment)
    {
        var text = Code("mu.Lock()").Replace("func F", comment + "func F", StringComparison.Ordinal);
        Assert.Single(Analyze(text).Suppressed);
        Assert.Single(Analyze(text + Code("mu.Lock()")[Head.Length..].Replace("F(", "G(", StringComparison.Ordinal)).Findings);
    }

    [Theory]
    [InlineData("//nolint:UP601\npackage p")]
    [InlineData("//go:build linux\n\n// Package p does things.\n//nolint:UP601\npackage p")]
    [InlineData("package p //nolint:UP601")]
    [InlineData("package p\n\n//lint:file-ignore UP601 an old file")]
    public void At_the_package_clause_it_holds_for_the_file(string clause)
    {
        var text = Code("mu.Lock()").Replace("package p", clause, StringComparison.Ordinal);
        var result = Analyze(text);
        Assert.Empty(result.Findings);
        Assert.Empty(result.UnusedSuppressions);
    }

    [Theory]
    [InlineData("//nolint:UP601", "//nolint suppresses nothing: Unpark does not report UP601 here")]
    [InlineData("//nolint:unpark", "//nolint suppresses nothing: Unpark does not report anything here")]
    [InlineData("//nolint:errcheck,lost-cancel // no", "//nolint suppresses nothing: Unpark does not report lost-cancel here")]
    [InlineData("//lint:ignore UP601 it is fine", "//lint:ignore suppresses nothing: Unpark does not report UP601 here")]
    [InlineData("//lint:ignore UP601", "//lint:ignore is obeyed only with a reason behind the rules")]
    [InlineData("//nolint:UP699", "there is no rule UP699 to suppress")]
    public void A_comment_with_our_names_that_keeps_nothing_back_is_told(string comment, string message)
    {
        var result = Analyze($"package p\n\nvar x = 1 {comment}\n");
        var unused = Assert.Single(result.UnusedSuppressions);
        Assert.Equal(message, unused.Message);
        Assert.Equal(3, unused.Span.StartPosition.Line);
        Assert.Equal(11, unused.Span.StartPosition.Column);
    }

    [Theory]
    [InlineData("//nolint")]
    [InlineData("//nolint:all")]
    [InlineData("//nolint:errcheck,gosec")]
    [InlineData("//lint:ignore SA4006 why not")]
    [InlineData("//nolint:UP501 // only with --profile strict or when it is looked for, and now it is not")]
    public void What_may_be_meant_for_others_or_was_not_looked_for_is_no_ones_business(string comment)
    {
        var options = new AnalysisOptions { Rules = ["UP601"] };
        Assert.Empty(Analyze($"package p\n\nvar x = 1 {comment}\n", options).UnusedSuppressions);
    }

    [Fact]
    public void A_comment_on_a_finding_that_is_not_asked_for_now_is_of_use()
    {
        var options = new AnalysisOptions { MinimumConfidence = (Confidence)3 };
        var result = Analyze(Code("mu.Lock() //nolint:UP601"), options);
        Assert.Empty(result.Suppressed);
        Assert.Empty(result.UnusedSuppressions);
    }

    [Fact]
    public void Where_something_is_unknown_no_comment_is_said_to_be_of_no_use()
        => Assert.Empty(Analyze("package p\n\nimport _ \"example.org/missing\"\n\nvar x = 1 //nolint:UP601\n").UnusedSuppressions);

    [Fact]
    public void Any_bytes_can_be_read()
    {
        var random = new Random(7);
        var pieces = new[] { "//nolint", ":", "UP601", ",", " ", "\n", "//", "//lint:ignore ", "x", "{", "}", "func f()", "\t", "package p\n" };
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var s in SuppressionReader.Read(SyntaxTree.Parse(new SourceFile("a.go", System.Text.Encoding.UTF8.GetBytes(text)))))
            {
                Assert.InRange(s.FirstLine, 1, s.LastLine);
            }
        }
    }

    private const string Head = "package p\n\nimport \"sync\"\n\n";

    private static string Code(string statement) => Head
        + $"func F(mu *sync.Mutex, b bool) {{\n\t{statement}\n\tif b {{\n\t\treturn\n\t}}\n\tmu.Unlock()\n}}\n";

    private static string Serving(string statement) =>
        $"package p\n\nimport \"net/http\"\n\nfunc F() {{\n\t{statement}\n}}\n";

    private AnalysisResult Analyze(string text, AnalysisOptions? options = null)
    {
        File.WriteAllText(Path.Combine(folder, "go.mod"), "module example.com/p\n\ngo 1.24\n");
        File.WriteAllText(Path.Combine(folder, "p.go"), text);
        var program = GoProgram.Load(new LoadOptions
        {
            Dir = folder,
            Patterns = ["."],
            Build = new BuildOptions { GoRoot = "", GoOS = "linux" },
        });
        return LeakAnalysis.Run(Assert.Single(program.Roots).TypeCheck(), options);
    }
}
