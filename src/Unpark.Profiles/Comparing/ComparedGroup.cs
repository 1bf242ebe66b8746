using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>Goroutines that several profiles of a program show at the same place.</summary>
/// <param name="Diagnosed">The goroutines as the last profile that has them shows them, with a verdict.</param>
/// <param name="Counts">How many there are in each profile.</param>
/// <param name="Change">What became of them.</param>
/// <param name="Trend">How they developed, of three profiles or more; else null.</param>
/// <param name="Reason">Why that is more than noise, or not; empty of two profiles.</param>
public sealed record ComparedGroup(DiagnosedGroup Diagnosed, ImmutableArray<long> Counts, GroupChange Change, Trend? Trend,
    string Reason)
{
    /// <summary>How many more there are in the last profile than in the first.</summary>
    public long Difference => Counts[^1] - Counts[0];

    /// <summary>
    /// The lifecycle that was not ended, if the goroutines are those of a library: <c>the opener of connections of a
    /// database/sql pool: DB.Close not called</c>; else null.
    /// </summary>
    public string? Lifecycle => Counts[^1] > 0 && Diagnosed.Signature is { Until: { } until } signature
        ? $"{signature.Description}: {until} not called" : null;
}
