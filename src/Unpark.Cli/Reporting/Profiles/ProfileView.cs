using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>A profile and what is to be shown of it.</summary>
/// <param name="Name">Where it was read.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Groups">Its goroutines in the order in which they are to be looked at.</param>
/// <param name="Paths">How paths are shown.</param>
internal sealed record ProfileView(string Name, Profile Profile, ImmutableArray<ExplainedGroup> Groups, PathDisplay Paths)
{
    /// <summary>What earlier profiles of the program have at the same places; null if there are none.</summary>
    public GroupHistory? History { get; init; }

    /// <summary>How many goroutines have a verdict.</summary>
    public long Count(Verdict verdict) => Groups.Where(g => g.Verdict == verdict).Sum(g => g.Group.Count);

    /// <summary>0 if nothing leaks, 1 if something does or may.</summary>
    public int ExitCode => Groups.Any(g => g.Verdict != Verdict.Normal) ? 1 : 0;
}
