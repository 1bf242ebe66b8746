using System.Collections.Immutable;
using System.Text;
using Unpark.Analysis.Tests.Documents;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Tests;

/// <summary>Half-typed code, and code whose imports are not there: rules may say nothing about it, but must not fail.</summary>
public sealed class BrokenCodeTests
{
    [Fact]
    public void Code_with_lines_missing_fails_no_rule()
    {
        var random = new Random(1);
        foreach (var fence in RuleDocument.Fences)
        {
            var lines = fence.Text.Split('\n');
            for (var i = 0; i < 12; i++)
            {
                var kept = lines.Where(_ => random.Next(12) != 0);
                Analyze(string.Join('\n', kept), fence);
            }
        }
    }

    [Fact]
    public void Code_with_characters_missing_fails_no_rule()
    {
        var random = new Random(2);
        foreach (var fence in RuleDocument.Fences)
        {
            for (var i = 0; i < 12; i++)
            {
                var text = fence.Text;
                for (var n = random.Next(1, 6); n > 0; n--)
                {
                    var at = random.Next(text.Length - 8);
                    text = text.Remove(at, random.Next(1, 8));
                }

                Analyze(text, fence);
            }
        }
    }

    [Fact]
    public void Without_the_standard_library_locks_and_contexts_are_still_known_by_their_names()
    {
        var findings = RuleDocument.Fences.Where(f => !f.IsFixed).Sum(f => Analyze(f.Text, f).Length);
        Assert.InRange(findings, 20, int.MaxValue);
    }

    private static ImmutableArray<Finding> Analyze(string text, Fence fence)
    {
        var tree = SyntaxTree.Parse(new SourceFile(fence.FileName, Encoding.UTF8.GetBytes(text)));
        var source = new PackageSource("example.com/p", [tree], new Nothing()) { GoVersion = "go" + fence.GoVersion };
        return LeakAnalysis.Analyze(TypedPackage.Create(source),
            new AnalysisOptions { Profile = RuleProfile.Strict, MinimumConfidence = Confidence.Possible });
    }

    private sealed class Nothing : IImportResolver
    {
        public Package? Resolve(string importPath) => null;
    }
}
