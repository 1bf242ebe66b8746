using System.Collections.Immutable;
using Unpark.Go.Build;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>Joins the goroutines of a profile with the source they are parked in.</summary>
public static class SourceJoin
{
    /// <summary>What the source says of each group, ranked anew.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static JoinedGroups Explain(ImmutableArray<DiagnosedGroup> groups, SourceOptions options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (groups.IsEmpty)
        {
            return new JoinedGroups([], []);
        }

        var build = new BuildOptions { Dir = options.Folders[0], GoRoot = options.GoRoot };
        var locator = new SourceLocator(options, BuildContext.Create(build, new DiskFiles()));
        var work = new JoinWork(groups, locator, options, cancellation);
        work.Run();
        return new JoinedGroups(Ranked(groups.Select((group, i) => new ExplainedGroup(group, work.Results[i]))), work.Problems);
    }

    /// <summary>Groups without source, in the order in which they are to be looked at.</summary>
    public static ImmutableArray<ExplainedGroup> Without(ImmutableArray<DiagnosedGroup> groups)
        => [.. groups.Select(g => new ExplainedGroup(g, null))];

    /// <summary>Groups in the order in which they are to be looked at.</summary>
    public static ImmutableArray<ExplainedGroup> Ranked(IEnumerable<ExplainedGroup> groups)
        => [.. groups.OrderByDescending(g => g.Verdict).ThenByDescending(g => g.Group.Count)];
}
