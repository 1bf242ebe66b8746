using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>Goroutines at one place, with what their stack and their source say of them.</summary>
/// <param name="Diagnosed">What their stack says.</param>
/// <param name="Source">What their source says, if it is there.</param>
public sealed record ExplainedGroup(DiagnosedGroup Diagnosed, SourceExplanation? Source)
{
    /// <summary>The goroutines.</summary>
    public GoroutineGroup Group => Diagnosed.Group;

    /// <summary>What the source proves or makes likely though the profile alone does not.</summary>
    private bool SourceConvicts => Diagnosed is { Verdict: Verdict.Normal, Signature: null } && !Group.IsMain
        && Source is { Skew: null } and ({ IsHopeless: true } or { IsEndless: true } or { IsCause: true, Finding.Confidence: >= Confidence.Likely })
        && (Source is not { IsEndless: true, Finding: null or { Confidence: < Confidence.Likely } } || Group.Count >= DiagnosisOptions.Default.Few);

    /// <summary>Whether they leak.</summary>
    public Verdict Verdict => SourceConvicts ? Verdict.Suspect : Diagnosed.Verdict;

    /// <summary>Why that is thought of them.</summary>
    public ImmutableArray<string> Reasons
    {
        get
        {
            var reasons = SourceConvicts ? [] : Diagnosed.Reasons;
            if (Verdict == Verdict.Normal || Source is not { Skew: null } source)
            {
                return reasons;
            }

            reasons = source.IsHopeless ? reasons.Add("nothing in the source can end the wait") : reasons;
            reasons = source.IsEndless ? reasons.Add($"they are in a loop without an exit, and {Group.Count} goroutines run it") : reasons;
            return source is { IsCause: true, Finding: { } finding }
                ? reasons.Add($"the source shows the leak: {finding.Rule.Id} {finding.Rule.Name} at "
                    + $"{Path.GetFileName(finding.Span.File.Path)}:{finding.Span.StartPosition.Line}")
                : reasons;
        }
    }

    /// <summary>The id of the rule of this kind of leak, if they leak and it is known.</summary>
    public string? Rule => Verdict == Verdict.Normal ? null
        : Source is { Skew: null } source ? source.Finding?.Rule.Id ?? source.Rule ?? Diagnosed.Rule : Diagnosed.Rule;

    /// <summary>The number of the scenario, 1 to 8, if they leak and it is known.</summary>
    public int? Scenario => Rule is { Length: > 2 } id && char.IsAsciiDigit(id[2]) ? id[2] - '0' : null;

    /// <summary>What they are if they are harmless as far as is known, or null.</summary>
    public string? Benign => Verdict == Verdict.Normal ? Diagnosed.Benign : null;

    /// <summary>What they wait for and why it does not come.</summary>
    public string Explanation => Source switch
    {
        null => Diagnosed.Explanation,
        { Skew: { } skew } => $"{Diagnosed.Explanation}. {skew}",
        _ => Source.Text,
    };

    /// <summary>What mends it, or null.</summary>
    public Fix? Fix => Verdict != Verdict.Normal && Source is { Skew: null, Finding: { } finding }
        ? finding.PreferredFix ?? finding.Fixes.FirstOrDefault() : null;
}
