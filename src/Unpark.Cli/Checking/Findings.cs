using System.Collections.Immutable;
using Unpark.Analysis;

namespace Unpark.Cli.Checking;

/// <summary>Brings the findings of many packages together.</summary>
internal static class Findings
{
    /// <summary>
    /// The findings in order, each once: a file belongs to a package and to its test variant, which say the same of it.
    /// O(n log n).
    /// </summary>
    public static ImmutableArray<Finding> Merge(IEnumerable<Finding> findings)
    {
        var sorted = findings.ToArray();
        Array.Sort(sorted, FindingOrder.Compare);
        var merged = ImmutableArray.CreateBuilder<Finding>(sorted.Length);
        foreach (var finding in sorted)
        {
            if (merged.Count == 0 || FindingOrder.Compare(merged[^1], finding) != 0)
            {
                merged.Add(finding);
            }
            else if (merged[^1].Confidence < finding.Confidence)
            {
                // What the variant with the tests sees, it sees of more code.
                merged[^1] = finding;
            }
        }

        return merged.DrainToImmutable();
    }
}
