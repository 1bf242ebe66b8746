using System.Collections.Immutable;
using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>What is to be explored.</summary>
internal sealed record ExploreRequest
{
    /// <summary>The working folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The package, as the go command names it.</summary>
    public required string Package { get; init; }

    /// <summary>Build tags; none for those of the environment.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The Go installation; null for the default, empty for none.</summary>
    public string? GoRoot { get; init; }

    /// <summary>The function to begin with, as it was named; null if none was.</summary>
    public string? Function { get; init; }

    /// <summary>Which tests to begin with; null if that was not said.</summary>
    public string? Tests { get; init; }

    /// <summary>The limits.</summary>
    public required ExplorationOptions Limits { get; init; }
}
