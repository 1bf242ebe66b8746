using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>Tells which goroutines of a profile leak, as far as the profile itself shows it.</summary>
public static class ProfileDiagnosis
{
    /// <summary>The groups of a profile with a verdict each: what leaks first, then what is suspect, the largest first.</summary>
    public static ImmutableArray<DiagnosedGroup> Of(Profile profile, DiagnosisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        options ??= DiagnosisOptions.Default;
        var groups = GoroutineGroups.Of(profile);
        var signatures = groups.Select(g => options.Signatures.Find(g.Stack, g.State.Kind)).ToArray();
        // Goroutines of a kind are counted together: where in their loop they are is chance.
        var counts = new Dictionary<Signature, long>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < groups.Length; i++)
        {
            if (signatures[i] is { } signature)
            {
                counts[signature] = counts.GetValueOrDefault(signature) + groups[i].Count;
            }
        }

        return Ranked(groups.Select((group, i)
            => GroupVerdict.Of(group, signatures[i], signatures[i] is { } its ? counts[its] : 0, options)));
    }

    /// <summary>Groups in the order in which they are to be looked at.</summary>
    public static ImmutableArray<DiagnosedGroup> Ranked(IEnumerable<DiagnosedGroup> groups)
        => [.. groups.OrderByDescending(g => g.Verdict).ThenByDescending(g => g.Group.Count)];
}
