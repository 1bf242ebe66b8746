using System.Collections.Immutable;

namespace Unpark.GoTest;

/// <summary>A program to be run and watched.</summary>
public sealed record ProgramOptions
{
    /// <summary>Its package, as the go command takes it.</summary>
    public required string Package { get; init; }

    /// <summary>Its arguments.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Flags for <c>go build</c>.</summary>
    public ImmutableArray<string> BuildFlags { get; init; } = [];

    /// <summary>The folder to build and run in.</summary>
    public required string Folder { get; init; }

    /// <summary>Where overlays are kept.</summary>
    public required string Overlays { get; init; }

    /// <summary>After which time it is told to end; null if it ends by itself, or is told to by somebody else.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The signal that tells it to end, without SIG.</summary>
    public string Signal { get; init; } = "TERM";

    /// <summary>How long goroutines may take to end after main has returned.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the program may take to end after the signal; it is killed then.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
