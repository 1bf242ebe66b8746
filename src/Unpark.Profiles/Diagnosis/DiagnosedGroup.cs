using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>Goroutines at one place, and what is to be thought of them.</summary>
/// <param name="Group">The goroutines.</param>
/// <param name="Verdict">Whether they leak.</param>
/// <param name="Reasons">Why that is thought of them; a sentence each, without a full stop.</param>
/// <param name="Signature">The kind of goroutines they are, if it is one that is known.</param>
/// <param name="Rule">The id of the rule whose kind of leak it would be, such as <c>UP101</c>; null if that is not known.</param>
/// <param name="Explanation">What they wait for and what that means, in a sentence or two.</param>
public sealed record DiagnosedGroup(GoroutineGroup Group, Verdict Verdict, ImmutableArray<string> Reasons, Signature? Signature,
    string? Rule, string Explanation)
{
    /// <summary>The number of the scenario, 1 to 8; null if that is not known.</summary>
    public int? Scenario => Rule is { Length: > 2 } id && char.IsAsciiDigit(id[2]) ? id[2] - '0' : null;

    /// <summary>What the goroutines are if they are harmless as far as is known, or null.</summary>
    public string? Benign => Verdict == Verdict.Normal ? Signature?.Description : null;
}
