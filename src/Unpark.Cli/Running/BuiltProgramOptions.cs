using System.Collections.Immutable;

namespace Unpark.Cli.Running;

/// <summary>How a program that is built already is run and watched.</summary>
internal sealed record BuiltProgramOptions
{
    /// <summary>Its file.</summary>
    public required string File { get; init; }

    /// <summary>Its arguments.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The folder it runs in.</summary>
    public required string Folder { get; init; }

    /// <summary>After which time it is told to end; null if it ends by itself, or is told to by somebody else.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The signal that tells it to end.</summary>
    public required string Signal { get; init; }

    /// <summary>True if that signal is wanted, though the program may have to be ended in another way to show its goroutines.</summary>
    public bool IsSignalWanted { get; init; }

    /// <summary>How long goroutines may take to end before the last profile.</summary>
    public TimeSpan Settle { get; init; }

    /// <summary>How long the program may take to end.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>Where it serves its profiles, <c>none</c>, or null if that is to be found out.</summary>
    public string? Profiles { get; init; }

    /// <summary>How long it takes to start up; null if that is to be found out.</summary>
    public TimeSpan? Warmup { get; init; }
}
