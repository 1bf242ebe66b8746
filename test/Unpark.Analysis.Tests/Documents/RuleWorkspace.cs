using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Analysis.Tests.Documents;

/// <summary>
/// The code of the documents as Go modules on disk, one for each version of the language, with a package for each fence,
/// and what the rules find there.
/// </summary>
public sealed class RuleWorkspace : IDisposable
{
    private readonly Dictionary<string, GoProgram> programs = [];
    private readonly Lock gate = new();

    public RuleWorkspace()
    {
        foreach (var version in RuleDocument.Fences.GroupBy(f => (f.Module, f.GoVersion)))
        {
            var module = Path.Combine(Folder, version.Key.Module);
            Directory.CreateDirectory(module);
            File.WriteAllText(Path.Combine(module, "go.mod"), $"module example.com/rules\n\ngo {version.Key.GoVersion}\n");
            foreach (var fence in version)
            {
                Directory.CreateDirectory(Path.Combine(module, fence.Name));
                File.WriteAllText(Path.Combine(module, fence.Name, fence.FileName), fence.Text);
            }
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("unpark-rules-").FullName;

    public string ModuleOf(string version) => Path.Combine(Folder, "go" + version);

    /// <summary>What the rule of the document finds in a fence.</summary>
    public ImmutableArray<Finding> FindingsIn(Fence fence)
    {
        lock (gate)
        {
            if (!programs.TryGetValue(fence.Module, out var program))
            {
                program = GoProgram.Load(new LoadOptions
                {
                    Dir = Path.Combine(Folder, fence.Module),
                    Patterns = ["./..."],
                    Tests = true,
                    Build = new BuildOptions { GoRoot = GoToolchain.Root },
                });
                programs.Add(fence.Module, program);
            }

            var package = program.Roots.Last(r => r.ImportPath == "example.com/rules/" + fence.Name);
            var typed = package.TypeCheck();
            Assert.Equal(fence.IsMissing, typed.Diagnostics.Any());
            return LeakAnalysis.Analyze(typed, new AnalysisOptions
            {
                Rules = [fence.Rule],
                Profile = fence.IsStrict ? RuleProfile.Strict : RuleProfile.Leaks,
                MinimumConfidence = fence.IsPossible ? Confidence.Possible : Confidence.Likely,
            });
        }
    }

    /// <summary>The fence with the preferred fixes of its findings applied.</summary>
    public string Fix(Fence fence)
    {
        var findings = FindingsIn(fence);
        if (findings.IsEmpty)
        {
            return fence.Text;
        }

        var file = findings[0].Span.File;
        var result = FixApplier.Apply(file, findings.Select(f => f.PreferredFix).OfType<Fix>());
        Assert.Empty(result.Skipped);
        return System.Text.Encoding.UTF8.GetString(result.Content.Span);
    }

    public void Dispose() => Directory.Delete(Folder, true);
}
