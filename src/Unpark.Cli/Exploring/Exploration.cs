using System.Collections.Immutable;
using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>What an exploration gave.</summary>
/// <param name="Root">The function that it began with.</param>
/// <param name="Result">Its result.</param>
/// <param name="Leaks">The goroutines that can block for ever.</param>
internal sealed record Exploration(NamedRoot Root, ExplorationResult Result, ImmutableArray<ExploredLeak> Leaks)
{
    /// <summary>True if the schedule of a file was executed, and no other one was looked at.</summary>
    public bool IsReplay { get; init; }

    /// <summary>The trace of a replay, whether something is left blocked in it or not.</summary>
    public Trace? Replayed { get; init; }
}
