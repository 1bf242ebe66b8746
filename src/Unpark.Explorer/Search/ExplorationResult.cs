using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>What an exploration found.</summary>
/// <param name="Leaks">The goroutines that can block for ever, one for each place and wait reason, in the order of their schedules' lengths.</param>
/// <param name="States">How many different states were looked at.</param>
/// <param name="Steps">How many steps were executed.</param>
/// <param name="IsComplete">True if every schedule was looked at within the semantics that docs/explorer.md describes.</param>
/// <param name="Limits">What was not looked at, and why; empty if <paramref name="IsComplete"/>.</param>
/// <param name="Panics">The panics and fatal errors that some schedule ends with.</param>
public sealed record ExplorationResult(ImmutableArray<LeakedGoroutine> Leaks, int States, long Steps, bool IsComplete,
    ImmutableArray<string> Limits, ImmutableArray<string> Panics)
{
    /// <summary>Where tests fail in some schedule, by t.Fatal, t.Error and the like.</summary>
    public ImmutableArray<string> Failures { get; init; } = [];

    /// <summary>
    /// Where goroutines stood before operations that can block, if <see cref="ExplorationOptions.RecordsWaits"/> asks for it; in
    /// no particular order.
    /// </summary>
    public ImmutableArray<ObservedWait> Waits { get; init; } = [];
}
