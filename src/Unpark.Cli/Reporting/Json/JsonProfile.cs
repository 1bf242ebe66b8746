using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>The whole of <c>unpark profile --format json</c>.</summary>
internal sealed record JsonProfile(long Goroutines, long Unparsed, ImmutableArray<JsonGroup> Groups)
{
    /// <summary>Go's name of the profile.</summary>
    public required string Profile { get; init; }

    /// <summary>What stood above a dump.</summary>
    public required string? Title { get; init; }

    /// <summary>Why the profile is not whole, or null.</summary>
    public required string? Truncated { get; init; }

    /// <summary>What could not be understood.</summary>
    public required ImmutableArray<JsonUnparsed> UnparsedParts { get; init; }
}
