using System.Text.RegularExpressions;
using Unpark.Analysis.Tests.Documents;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Analysis.Tests;

public sealed class RuleDocumentTests(RuleWorkspace workspace) : IClassFixture<RuleWorkspace>
{
    public static TheoryData<string> All => [.. RuleDocument.Fences.Select(f => f.ToString())];

    public static TheoryData<string> Fixed =>
        [.. RuleDocument.Fences.Where(f => f.IsFixed).Select(f => f.ToString())];

    [Theory]
    [MemberData(nameof(All))]
    public void The_rule_finds_what_the_document_says(string fence)
    {
        var code = Find(fence);
        var wanted = Expectation.In(code.Text).ToList();
        var findings = workspace.FindingsIn(code);
        if (code.IsFixed)
        {
            // What has no preferred fix is still there.
            Assert.All(findings, f => Assert.Null(f.PreferredFix));
            return;
        }

        var unexpected = new List<string>();
        foreach (var finding in findings)
        {
            var line = finding.Span.StartPosition.Line;
            var match = wanted.Find(w => w.Line == line && Regex.IsMatch(finding.Message, w.Pattern));
            if (match == null || !wanted.Remove(match))
            {
                unexpected.Add($"{code.Rule}.md:{code.Line + line}: {finding.Message}");
            }
        }

        Assert.Empty(unexpected);
        Assert.Empty(wanted.Select(w => $"{code.Rule}.md:{code.Line + w.Line}: nothing matches {w.Pattern}"));
    }

    [Theory]
    [MemberData(nameof(Fixed))]
    public void The_preferred_fix_gives_what_the_document_shows(string fence)
    {
        var code = Find(fence);
        Assert.Equal(code.Text, Expectation.Strip(workspace.Fix(RuleDocument.Before(code))));
    }

    [Fact]
    public void The_go_command_compiles_all_code_of_the_documents()
    {
        foreach (var version in RuleDocument.Fences.Where(f => !f.IsMissing).Select(f => f.GoVersion).Distinct())
        {
            var start = GoToolchain.Start(GoToolchain.Command, ["build", "./..."], workspace.ModuleOf(version));
            GoToolchain.Run(start);
        }
    }

    [Fact]
    public void All_code_of_the_documents_is_formatted()
    {
        var gofmt = Path.Combine(GoToolchain.Root, "bin", "gofmt");
        Assert.Equal("", GoToolchain.Run(GoToolchain.Start(gofmt, ["-l", workspace.Folder])));
    }

    [Fact]
    public void Every_rule_has_a_document_with_code_it_finds_something_in_and_code_it_does_not()
    {
        foreach (var rule in LeakAnalysis.AllRules)
        {
            var fences = RuleDocument.Fences.Where(f => f.Rule == rule.Rule.Id).ToList();
            Assert.Contains(fences, f => Expectation.In(f.Text).Any());
            Assert.Contains(fences, f => !f.IsFixed && !Expectation.In(f.Text).Any());
            Assert.StartsWith($"# {rule.Rule.Id} {rule.Rule.Name}\n", RuleDocuments.Read(rule.Rule.Id), StringComparison.Ordinal);
        }

        // UP100 is the explorer's, and has a document too.
        Assert.Equal(LeakAnalysis.AllRules.Length + 1, RuleDocument.Fences.Select(f => f.Rule).Distinct().Count());
    }

    [Theory]
    [InlineData(1, 11)]
    [InlineData(2, 10)]
    [InlineData(3, 7)]
    [InlineData(4, 6)]
    [InlineData(5, 7)]
    [InlineData(6, 7)]
    [InlineData(7, 3)]
    [InlineData(8, 5)]
    public void Every_scenario_has_all_its_rules(int scenario, int count)
    {
        var wanted = Enumerable.Range(1, count).Select(n => $"UP{scenario}{n:00}");
        Assert.Equal(wanted, LeakAnalysis.AllRules.Select(r => r.Rule).Where(r => r.Scenario == scenario).Select(r => r.Id));
    }

    [Fact]
    public void A_document_shown_to_users_ends_before_the_further_cases() =>
        Assert.All(LeakAnalysis.AllRules,
            r => Assert.DoesNotContain("More cases", RuleDocuments.Read(r.Rule.Id), StringComparison.Ordinal));

    private static Fence Find(string name) => RuleDocument.Fences.First(f => f.ToString() == name);
}
