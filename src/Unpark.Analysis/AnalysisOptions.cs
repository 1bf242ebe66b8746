using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Analysis;

/// <summary>What to look for.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The default: everything of the leaks profile that is at least likely.</summary>
    public static AnalysisOptions Default { get; } = new();

    /// <summary>The profile; a strict one includes the leaks.</summary>
    public RuleProfile Profile { get; init; } = RuleProfile.Leaks;

    /// <summary>The least confidence a finding must have to be returned.</summary>
    public Confidence MinimumConfidence { get; init; } = Confidence.Likely;

    /// <summary>The ids or names of the rules to run; null for all of them.</summary>
    public ImmutableHashSet<string>? Rules { get; init; }

    /// <summary>
    /// The version of the Go installation, which tells how code without a go line in a go.mod behaves; none if not known.
    /// </summary>
    public GoVersion Toolchain { get; init; }

    /// <summary>True if the rule is asked for, by id or name.</summary>
    public bool Includes(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return (Rules is null || Rules.Contains(rule.Id) || Rules.Contains(rule.Name)) && rule.Profile <= Profile;
    }

    /// <summary>True if the finding is to be returned.</summary>
    public bool Includes(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Profile <= Profile && finding.Confidence >= MinimumConfidence;
    }
}
