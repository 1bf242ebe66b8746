using System.Collections.Immutable;
using Unpark.Cli.Baselines;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting;

namespace Unpark.Cli.Testing;

/// <summary>What a run of tests has shown.</summary>
internal sealed record TestView
{
    /// <summary>The leaks, package by package and test by test.</summary>
    public required ImmutableArray<TestLeak> Leaks { get; init; }

    /// <summary>Goroutines that are known to be harmless: what they are, and how many.</summary>
    public required ImmutableArray<(string Kind, long Count)> Benign { get; init; }

    /// <summary>How many goroutines were left that the configuration allows.</summary>
    public long Allowed { get; init; }

    /// <summary>How many goroutines were left that the baseline has.</summary>
    public long InBaseline { get; init; }

    /// <summary>How many tests, subtests, examples and benchmarks ran.</summary>
    public required int Tests { get; init; }

    /// <summary>How many packages had tests whose goroutines were counted.</summary>
    public required int Packages { get; init; }

    /// <summary>How often they ran.</summary>
    public required int Runs { get; init; }

    /// <summary>What went wrong, a line each.</summary>
    public required ImmutableArray<string> Errors { get; init; }

    /// <summary>How paths are shown to people.</summary>
    public required PathDisplay Paths { get; init; }

    /// <summary>What paths in reports for programs are relative to.</summary>
    public required SourceRoot Root { get; init; }

    /// <summary>The same without the leaks that a baseline has.</summary>
    public TestView Without(LeakBaseline? baseline)
    {
        if (baseline is null)
        {
            return this;
        }

        var left = Leaks.Where(l => !baseline.Has(l)).ToImmutableArray();
        return this with { Leaks = left, InBaseline = Leaks.Sum(l => l.Group.Group.Count) - left.Sum(l => l.Group.Group.Count) };
    }
}
