using System.Collections.Immutable;
using Unpark.Analysis;

namespace Unpark.Cli.Checking;

/// <summary>What to check, and for what.</summary>
internal sealed record CheckRequest
{
    /// <summary>The folder patterns are relative to.</summary>
    public required string Folder { get; init; }

    /// <summary>Package patterns as the go command has them; not empty.</summary>
    public required ImmutableArray<string> Patterns { get; init; }

    /// <summary>What to look for.</summary>
    public AnalysisOptions Analysis { get; init; } = AnalysisOptions.Default;

    /// <summary>The build tags, as -tags gives them.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The operating system to check for, or empty for what the environment says.</summary>
    public string GoOS { get; init; } = "";

    /// <summary>The architecture to check for, or empty for what the environment says.</summary>
    public string GoArch { get; init; } = "";

    /// <summary>Files that are not reported on.</summary>
    public PathFilter Exclude { get; init; } = PathFilter.None;

    /// <summary>What becomes of comments that suppress nothing.</summary>
    public UnusedSuppressionMode UnusedSuppressions { get; init; } = UnusedSuppressionMode.Note;

    /// <summary>The module mode, as -mod gives it: empty, <c>mod</c>, <c>readonly</c> or <c>vendor</c>.</summary>
    public string ModuleMode { get; init; } = "";

    /// <summary>A file that stands in for go.mod, as -modfile gives it, or empty.</summary>
    public string ModFile { get; init; } = "";

    /// <summary>The root of the Go installation whose standard library to read; null to look for one, empty for none.</summary>
    public string? GoRoot { get; init; }

    /// <summary>Whether test files are checked too.</summary>
    public bool Tests { get; init; } = true;

    /// <summary>The folder of results of earlier runs, or null to do without.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>How many packages to work on at a time.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;
}
