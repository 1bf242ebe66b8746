using System.Text;
using System.Text.RegularExpressions;
using Unpark.Analysis.Tests.Documents;
using Unpark.Go.Build;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Analysis.Tests;

/// <summary>Packages of many files: what a rule finds must not depend on which file a declaration is in.</summary>
public sealed class SplitPackageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("unpark-split-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void With_each_declaration_in_a_file_of_its_own_rules_find_the_same()
    {
        File.WriteAllText(Path.Combine(folder, "go.mod"), "module example.com/split\n\ngo 1.27\n");
        var fences = RuleDocument.Fences.Where(f => f is { IsFixed: false, IsMissing: false, GoVersion: "1.27" }).ToList();
        fences.ForEach(Write);
        var roots = GoProgram.Load(new LoadOptions
        {
            Dir = folder,
            Patterns = ["./..."],
            Tests = true,
            Build = new BuildOptions { GoRoot = GoToolchain.Root },
        }, TestContext.Current.CancellationToken).Roots.ToLookup(r => r.ImportPath);

        var differences = new List<string>();
        foreach (var fence in fences)
        {
            var typed = roots["example.com/split/" + fence.Name].Last().TypeCheck(TestContext.Current.CancellationToken);
            Assert.Empty(typed.Diagnostics.Select(d => $"{fence}: {d.Message}"));
            var found = LeakAnalysis.Analyze(typed, new AnalysisOptions
            {
                Rules = [fence.Rule],
                Profile = fence.IsStrict ? RuleProfile.Strict : RuleProfile.Leaks,
                MinimumConfidence = fence.IsPossible ? Confidence.Possible : Confidence.Likely,
            }, TestContext.Current.CancellationToken).Select(f => f.Span.StartPosition.Line).Order().ToList();
            var wanted = Expectation.In(fence.Text).Select(w => w.Line).Order().ToList();
            if (!found.SequenceEqual(wanted))
            {
                differences.Add($"{fence}: found in {string.Join(", ", found)}, wanted in {string.Join(", ", wanted)}");
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void A_goroutine_may_be_started_in_a_larger_file_than_its_channel_is_made_in()
    {
        File.WriteAllText(Path.Combine(folder, "go.mod"), "module example.com/split\n\ngo 1.27\n");
        File.WriteAllText(Path.Combine(folder, "a.go"), """
            package split

            func first() int {
            	c := make(chan int)
            	send(c)
            	select {
            	case v := <-c:
            		return v
            	default:
            		return 0
            	}
            }
            """);
        File.WriteAllText(Path.Combine(folder, "b.go"), $$"""
            package split

            import "sync"

            var {{string.Join(", ", Enumerable.Range(0, 100).Select(i => $"v{i}"))}} int

            func send(c chan int) {
            	var group sync.WaitGroup
            	group.Go(func() { c <- v0 })
            }
            """);
        var package = GoProgram.Load(new LoadOptions
        {
            Dir = folder,
            Patterns = ["."],
            Build = new BuildOptions { GoRoot = GoToolchain.Root },
        }, TestContext.Current.CancellationToken).Roots.Single().TypeCheck(TestContext.Current.CancellationToken);
        var finding = Assert.Single(LeakAnalysis.Analyze(package, new AnalysisOptions { Rules = ["UP101"] }, TestContext.Current.CancellationToken));

        Assert.EndsWith("b.go", finding.Related.Single(r => r.Message.Contains("started", StringComparison.Ordinal)).Span.File.Path, StringComparison.Ordinal);
    }

    // Each declaration stays on its line.
    private void Write(Fence fence)
    {
        var at = Path.Combine(folder, fence.Name);
        Directory.CreateDirectory(at);
        var source = new SourceFile("p.go", Encoding.UTF8.GetBytes(fence.Text));
        var file = SyntaxTree.Parse(source).Root;
        var ending = fence.FileName.EndsWith("_test.go", StringComparison.Ordinal) ? "_test.go" : ".go";
        var declared = file.Decls.Where(d => d is not GenDecl { Specs: [ImportSpec, ..] }).ToList();
        for (var i = 0; i < declared.Count; i++)
        {
            var text = Text(declared[i].Pos, declared[i].End);
            var head = $"package {file.Name.Name}" + string.Concat(file.Imports
                .Where(import => Regex.IsMatch(text, $@"\b{NameOf(import)}\."))
                .Select(import => "; import " + Text(import.Pos, import.End)));
            var line = source.PositionOf(declared[i].Pos).Line;
            File.WriteAllText(Path.Combine(at, $"p{i}{ending}"), head + new string('\n', line - 1) + text + "\n");
        }

        string Text(int from, int to) => Encoding.UTF8.GetString(source.Content[from..to]);

        string NameOf(ImportSpec import) => import.Name?.Name
            ?? Regex.Replace(Text(import.Path.Pos, import.Path.End).Trim('"'), "(/v[0-9]+)?$", "").Split('/')[^1];
    }
}
