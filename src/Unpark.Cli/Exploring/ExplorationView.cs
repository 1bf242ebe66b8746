using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting;

namespace Unpark.Cli.Exploring;

/// <summary>All that reports of an exploration need.</summary>
/// <param name="Explorations">The explorations, one a test or function.</param>
/// <param name="Context">How files are named.</param>
internal sealed record ExplorationView(ImmutableArray<Exploration> Explorations, ReportContext Context)
{
    /// <summary>All leaks, those of the first root first.</summary>
    public IEnumerable<ExploredLeak> Leaks => Explorations.SelectMany(e => e.Leaks);

    /// <summary>How paths are shown.</summary>
    public PathDisplay Paths => Context.Paths;
}
