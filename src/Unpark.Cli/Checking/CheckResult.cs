using System.Collections.Immutable;
using Unpark.Analysis;

namespace Unpark.Cli.Checking;

/// <summary>What a check gave.</summary>
internal sealed record CheckResult
{
    /// <summary>The findings, by file and place; each once, though test variants of a package repeat it.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>How many packages the patterns named.</summary>
    public int Packages { get; init; }

    /// <summary>What could not be read or parsed, by file and place.</summary>
    public ImmutableArray<CheckProblem> Problems { get; init; } = [];

    /// <summary>The import paths that are not on disk, in order: what comes from them is unknown.</summary>
    public ImmutableArray<string> MissingImports { get; init; } = [];

    /// <summary>True if the standard library was read from the snapshot that Unpark carries, for want of a GOROOT.</summary>
    public bool UsedSnapshot { get; init; }

    /// <summary>The exit code this amounts to.</summary>
    public int ExitCode => Findings.IsEmpty ? Problems.IsEmpty ? 0 : 2 : 1;
}
