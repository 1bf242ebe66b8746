using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Tests.Documents;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Analysis.Tests;

/// <summary>
/// Every fix of every finding in the documents, those that are offered beside the preferred one included, for itself and the
/// preferred ones together: the code is formatted, compiles, and the finding is gone.
/// </summary>
public sealed class RuleFixTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("unpark-fixes-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void Fixed_code_is_formatted_compiles_and_is_silent()
    {
        var problems = new List<string>();
        foreach (var group in RuleDocument.Fences.Where(f => !f.IsFixed).GroupBy(f => f.GoVersion))
        {
            var before = Write(Path.Combine(folder, "before", "go" + group.Key), group.Key, group.Select(f => (f.Name, f.FileName, Expectation.Strip(f.Text))));
            var variants = group.SelectMany(fence => Variants(before, fence, problems)).ToList();
            var module = Path.Combine(folder, "after", "go" + group.Key);
            var after = Write(module, group.Key, variants.Select(v => (v.Name, v.Fence.FileName, v.Text)));
            foreach (var variant in variants)
            {
                Check(after, variant, problems);
            }

            if (variants.Count > 0)
            {
                // Tests are compiled too, and nothing is linked.
                GoToolchain.Run(GoToolchain.Start(GoToolchain.Command, ["vet", "-atomic", "./..."], module));
            }
        }

        var gofmt = Path.Combine(GoToolchain.Root, "bin", "gofmt");
        problems.AddRange(GoToolchain.Run(GoToolchain.Start(gofmt, ["-l", folder])).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(path => $"{path} is not formatted:\n{File.ReadAllText(path)}"));
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static IEnumerable<FixedVariant> Variants(GoProgram program, Fence fence, List<string> problems)
    {
        var findings = Findings(program, fence, fence.Name, problems);
        for (var i = 0; i < findings.Length; i++)
        {
            for (var j = 0; j < findings[i].Fixes.Length; j++)
            {
                var fix = findings[i].Fixes[j];
                yield return Apply(fence, $"{fence.Name}_{i}_{j}", findings, [fix], problems);
            }
        }

        var preferred = findings.Select(f => f.PreferredFix).OfType<Fix>().ToList();
        if (preferred.Count > 1)
        {
            yield return Apply(fence, fence.Name + "_all", findings, preferred, problems);
        }
    }

    private static FixedVariant Apply(Fence fence, string name, ImmutableArray<Finding> findings, List<Fix> fixes, List<string> problems)
    {
        var result = FixApplier.Apply(findings[0].Span.File, fixes);
        var what = string.Join(" and ", fixes.Select(f => $"\"{f.Message}\""));
        if (!result.Skipped.IsEmpty)
        {
            problems.Add($"{fence}: {what} overlap");
        }

        return new FixedVariant(fence, name, what, System.Text.Encoding.UTF8.GetString(result.Content.Span), findings.Length, fixes.Count);
    }

    private static void Check(GoProgram program, FixedVariant variant, List<string> problems)
    {
        var left = Findings(program, variant.Fence, variant.Name, problems);
        if (left.Length > variant.Before - variant.Mended)
        {
            problems.Add($"{variant.Fence}: {variant.What} leaves {string.Join(", ", left.Select(f => $"{f.Span.StartPosition}: {f.Message}"))}\n"
                + variant.Text);
        }
    }

    private static ImmutableArray<Finding> Findings(GoProgram program, Fence fence, string name, List<string> problems)
    {
        var typed = program.Roots.Last(r => r.ImportPath == "example.com/rules/" + name).TypeCheck();
        if (!typed.Diagnostics.IsEmpty)
        {
            problems.Add($"{fence}: {name} has type errors: {string.Join(", ", typed.Diagnostics.Select(d => d.Message))}");
        }

        return LeakAnalysis.Analyze(typed, new AnalysisOptions
        {
            Rules = [fence.Rule],
            Profile = fence.IsStrict ? RuleProfile.Strict : RuleProfile.Leaks,
        });
    }

    private static GoProgram Write(string module, string version, IEnumerable<(string Folder, string File, string Text)> files)
    {
        Directory.CreateDirectory(module);
        File.WriteAllText(Path.Combine(module, "go.mod"), $"module example.com/rules\n\ngo {version}\n");
        foreach (var (name, file, text) in files)
        {
            Directory.CreateDirectory(Path.Combine(module, name));
            File.WriteAllText(Path.Combine(module, name, file), text);
        }

        return GoProgram.Load(new LoadOptions
        {
            Dir = module,
            Patterns = ["./..."],
            Tests = true,
            Build = new BuildOptions { GoRoot = GoToolchain.Root },
        });
    }
}
