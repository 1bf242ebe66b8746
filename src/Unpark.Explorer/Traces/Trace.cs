using System.Collections.Immutable;

namespace Unpark.Explorer;

/// <summary>What happens in one schedule, and what has become of its goroutines in the end.</summary>
/// <param name="Goroutines">The goroutines in the order in which they are started.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Objects">What the steps are about, in the order in which it is first used.</param>
/// <param name="Locks">Which locks are held for how long.</param>
/// <param name="End">The panic, fatal error or call of os.Exit that ends the process; null if it does not end so.</param>
public sealed record Trace(
    ImmutableArray<TracedGoroutine> Goroutines, ImmutableArray<TraceStep> Steps, ImmutableArray<TracedObject> Objects,
    ImmutableArray<HeldLock> Locks, string? End);
