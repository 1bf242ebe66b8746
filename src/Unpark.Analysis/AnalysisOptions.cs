using System.Collections.Immutable;
using Unpark.Analysis.S4Libraries;
using Unpark.Analysis.S6Locks;

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

    /// <summary>The ids of rules of which strict findings are wanted too, whatever the profile.</summary>
    public ImmutableHashSet<string> StrictRules { get; init; } = [];

    /// <summary>The lifecycles that the user declares beside those that are known.</summary>
    public ImmutableArray<UserLifecycle> Lifecycles { get; init; } = [];

    /// <summary>What can be inferred of the lifecycles of libraries that are on disk; null to infer nothing.</summary>
    public ILibraryLifecycles? Libraries { get; init; }

    /// <summary>What can be inferred of the functions of libraries that are on disk; null to infer nothing.</summary>
    public ILibraryCalls? LibraryCalls { get; init; }

    /// <summary>True to look for schedules that show what is found.</summary>
    public bool Explores { get; init; }

    /// <summary>What looks for them; null if that is not wanted.</summary>
    public Schedules.ScheduleProofs? Schedules { get; init; }

    /// <summary>True if the rule is asked for, by id or name.</summary>
    public bool Includes(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return (Rules is null || Rules.Contains(rule.Id) || Rules.Contains(rule.Name)) && Wants(rule.Profile, rule);
    }

    /// <summary>True if the finding is to be returned.</summary>
    public bool Includes(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Wants(finding.Profile, finding.Rule) && finding.Confidence >= MinimumConfidence;
    }

    /// <summary>True if findings of a rule that are of a profile are asked for, as far as their profile goes.</summary>
    public bool Wants(RuleProfile profile, Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return profile <= Profile || StrictRules.Contains(rule.Id);
    }
}
