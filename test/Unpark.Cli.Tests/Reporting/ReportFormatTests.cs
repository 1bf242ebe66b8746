using System.Text.Json;
using System.Xml.Linq;
using Unpark.Analysis;
using Unpark.Analysis.Suppressions;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Reporting;

/// <summary>The reports that other programs read.</summary>
public sealed class ReportFormatTests
{
    private static readonly JsonSchema Sarif = new(Repository.File("test", "Unpark.Cli.Tests", "Schemas", "sarif-2.1.0.json"));

    [Theory]
    [InlineData("sarif")]
    [InlineData("junit")]
    [InlineData("checkstyle")]
    [InlineData("github")]
    public void A_report_has_all_there_is_to_know(string format)
        // The documents of the rules are approved elsewhere, and there are many rules.
        => Snapshot.Match(format == "sarif" ? WithoutRules(Report(format, Full())) : Report(format, Full()), "." + format);

    [Theory]
    [InlineData("sarif")]
    [InlineData("junit")]
    [InlineData("checkstyle")]
    [InlineData("github")]
    [InlineData("text")]
    [InlineData("json")]
    public void Nothing_found_is_a_report_too_and_any_characters_are_written(string format)
    {
        Check(format, Report(format, new CheckResult { Packages = 7 }));
        var file = new Marked("/code/\"q\",:\n%\u0001\ufffe.go", "«x»\U0001F600");
        Check(format, Report(format, new CheckResult
        {
            Findings = [Marked.Finding(file[0], "a\0b\e\ud83d <&>\r\n::error::%\"'", related: [new RelatedPlace(file[0], "\udc00\n")])],
            Problems = [new CheckProblem("", 0, 0, "\u0002")],
        }));
    }

    [Fact]
    public void Every_sarif_log_is_valid_by_its_schema()
    {
        foreach (var result in new[] { new CheckResult(), Full() })
        {
            Assert.Empty(Sarif.Validate(JsonDocument.Parse(Report("sarif", result)).RootElement));
        }
    }

    [Fact]
    public void The_schema_is_held_to()
    {
        var broken = Report("sarif", Full()).Replace("\"startLine\": 4", "\"startLine\": 0", StringComparison.Ordinal);
        Assert.NotEmpty(Sarif.Validate(JsonDocument.Parse(broken).RootElement));
        broken = Report("sarif", Full()).Replace("\"ruleId\"", "\"ruleName\"", StringComparison.Ordinal);
        Assert.NotEmpty(Sarif.Validate(JsonDocument.Parse(broken).RootElement));
    }

    [Fact]
    public void Columns_for_other_programs_are_UTF16_units()
    {
        var file = new Marked("/code/a.go", "\U0001F600é «mu.Lock()»\n");
        var region = JsonDocument.Parse(Report("sarif", new CheckResult { Findings = [Marked.Finding(file[0])] })).RootElement
            .GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation")
            .GetProperty("region");
        Assert.Equal((5, 14), (region.GetProperty("startColumn").GetInt32(), region.GetProperty("endColumn").GetInt32()));
    }

    [Fact]
    public void Severities_are_those_that_were_chosen()
    {
        var severities = new SeverityMap(System.Collections.Immutable.ImmutableDictionary<string, Severity>.Empty.Add("UP601", Severity.Note));
        Assert.Contains("::notice file=store/store.go,line=4", Report("github", Full(), severities), StringComparison.Ordinal);
        Assert.Contains("severity=\"info\"", Report("checkstyle", Full(), severities), StringComparison.Ordinal);
        Assert.Contains("\"level\": \"note\"", Report("sarif", Full(), severities), StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprints_stay_when_lines_move_and_differ_where_findings_do()
    {
        var before = new Marked("/code/a.go", "func f() {\n\t«mu.Lock()»\n\t«mu.Lock()»\n\t«rw.Lock()»\n}\n");
        var after = new Marked("/code/a.go", "// F\n\nfunc f() {\n\tx()\n\t\t«mu.Lock( )»\n\ty()\n\t«mu.Lock()»\n\t«rw.Lock()»\n}\n");
        var root = new SourceRoot("/code");
        var first = Fingerprints.Of([.. Enumerable.Range(0, 3).Select(i => Marked.Finding(before[i], $"line {i}"))], root);
        var second = Fingerprints.Of([.. Enumerable.Range(0, 3).Select(i => Marked.Finding(after[i], $"now line {i}"))], root);
        Assert.Equal(first, second);
        Assert.Equal(3, first.Distinct().Count());
        Assert.Equal(first, Fingerprints.Of([.. Enumerable.Range(0, 3).Select(i => Marked.Finding(before[i]))], root));
    }

    private static void Check(string format, string report)
    {
        switch (format)
        {
            case "sarif":
                Assert.Empty(Sarif.Validate(JsonDocument.Parse(report).RootElement));
                break;
            case "json":
                JsonDocument.Parse(report);
                break;
            case "junit" or "checkstyle":
                XDocument.Parse(report);
                break;
            case "github":
                Assert.All(report.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("::error ", line, StringComparison.Ordinal));
                break;
        }
    }

    private static CheckResult Full()
    {
        var store = new Marked("/code/store/store.go", "package store\n\nfunc f() {\n\t«s.mu.Lock()»\n\t«return» <-ch && \"é\"\n}\n");
        var main = new Marked("/code/main.go", "package main\n\nfunc main() {\n\tf() «//nolint:UP601»\n\t«srv := &http.Server{\n\t}»\n}\n");
        var elsewhere = new Marked("/go/src/net/a b.go", "package net // «x»\n");
        var fixes = new[]
        {
            Marked.Fix("Unlock with defer", Marked.Edit(store[0], "s.mu.Lock()\n\tdefer s.mu.Unlock()")),
            Marked.Fix("Change both", Marked.Edit(store[1], "panic"), Marked.Edit(main[1], "")),
        };
        return new CheckResult
        {
            Packages = 3,
            Findings =
            [
                Marked.Finding(main[1], "no timeouts", Confidence.Likely),
                Marked.Finding(store[0], "locked <-here>", related:
                [
                    new RelatedPlace(store[0], "locked here"), new RelatedPlace(store[1], "returns here"),
                ], fixes: fixes),
                Marked.Finding(store[1], "no fix", Confidence.Possible, related: [new RelatedPlace(elsewhere[0], "by this")]),
            ],
            UnusedSuppressions = [new UnusedSuppression(main[0], "//nolint suppresses nothing")],
            Problems = [new CheckProblem("/code/b.go", 1, 2, "expected ')'"), new CheckProblem("", 0, 0, "no")],
        };
    }

    private static string WithoutRules(string log)
    {
        var from = log.IndexOf("\"rules\": [", StringComparison.Ordinal);
        var to = log.IndexOf("\"invocations\"", StringComparison.Ordinal);
        var version = log[..from].Replace(ProductVersion.Number, "0.0.0", StringComparison.Ordinal);
        return version + "\"rules\": […] } },\n      " + System.Text.RegularExpressions.Regex.Replace(log[to..], "\"ruleIndex\": \\d+", "\"ruleIndex\": 0");
    }

    private static string Report(string format, CheckResult result, SeverityMap? severities = null)
    {
        using var terminal = new TestTerminal();
        ReportFormats.Create(format, terminal.Terminal,
            new ReportContext(new PathDisplay("/code"), new SourceRoot("/code"), severities ?? SeverityMap.Default)).Report(result);
        return terminal.Output;
    }
}
