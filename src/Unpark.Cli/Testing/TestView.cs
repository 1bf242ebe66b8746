using System.Collections.Immutable;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Testing;

/// <summary>What a run of tests has shown.</summary>
internal sealed record TestView
{
    /// <summary>The leaks, package by package and test by test.</summary>
    public required ImmutableArray<TestLeak> Leaks { get; init; }

    /// <summary>Goroutines that are known to be harmless: what they are, and how many.</summary>
    public required ImmutableArray<(string Kind, long Count)> Benign { get; init; }

    /// <summary>How many tests, subtests, examples and benchmarks ran.</summary>
    public required int Tests { get; init; }

    /// <summary>How many packages had tests whose goroutines were counted.</summary>
    public required int Packages { get; init; }

    /// <summary>What went wrong, a line each.</summary>
    public required ImmutableArray<string> Errors { get; init; }

    /// <summary>How paths are shown.</summary>
    public required PathDisplay Paths { get; init; }
}
