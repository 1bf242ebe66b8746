using Unpark.Go.Tests.Oracles;

namespace Unpark.Analysis.Tests.Documents;

/// <summary>The documents of the rules, and the Go code in them.</summary>
public static class RuleDocument
{
    public static string Folder { get; } = Path.Combine(GoToolchain.Repository, "docs", "rules");

    public static IReadOnlyList<Fence> Fences { get; } =
        [.. Directory.EnumerateFiles(Folder, "UP*.md").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>The fence that a fixed one is made of.</summary>
    public static Fence Before(Fence fixedFence) =>
        Fences.Last(f => f.Rule == fixedFence.Rule && f.Line < fixedFence.Line && !f.IsFixed);

    private static IEnumerable<Fence> Read(string path)
    {
        var rule = Path.GetFileNameWithoutExtension(path);
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```go", StringComparison.Ordinal))
            {
                continue;
            }

            var start = i;
            while (lines[++i] != "```")
            {
            }

            yield return new Fence(rule, start + 1, lines[start]["```go".Length..].Trim(),
                string.Concat(lines[(start + 1)..i].Select(l => l + "\n")));
        }
    }
}
