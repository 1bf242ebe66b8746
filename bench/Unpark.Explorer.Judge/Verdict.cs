using System.Collections.Immutable;

namespace Unpark.Explorer.Judge;

/// <summary>What the explorer says of a program.</summary>
/// <param name="Program">The program.</param>
/// <param name="Result">What it found.</param>
/// <param name="Leaks">The goroutines that can leak, with how that comes.</param>
/// <param name="Time">How long it took.</param>
public sealed record Verdict(
    GeneratedProgram Program, ExplorationResult Result, ImmutableArray<(Leak Leak, LeakedGoroutine Found)> Leaks, TimeSpan Time);
