using System.Collections.Immutable;
using Unpark.Profiles;

namespace Unpark.GoTest;

/// <summary>How tests are run.</summary>
public sealed record GoTestOptions
{
    /// <summary>The go command; by default the one on PATH.</summary>
    public string GoCommand { get; init; } = "go";

    /// <summary>GOROOT for the go command, where it must be another path than it has itself; or null.</summary>
    public string? GoRoot { get; init; }

    /// <summary>The arguments for <c>go test</c>.</summary>
    public required GoTestArguments Arguments { get; init; }

    /// <summary>The folder to run in.</summary>
    public required string Folder { get; init; }

    /// <summary>The overlay that makes test executables report.</summary>
    public required TestOverlay Overlay { get; init; }

    /// <summary>How long goroutines may take to end after the last test.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Kinds of goroutines beside those that Unpark knows; they go before these.</summary>
    public ImmutableArray<Signature> Kinds { get; init; } = [];

    /// <summary>Goroutines that are not waited for, since they will not be reported.</summary>
    public ImmutableArray<AllowedGoroutine> Allowed { get; init; } = [];

    /// <summary>Variables for the go command's environment.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>The noise that perturbs the schedule, for which the overlay must be made too; or null.</summary>
    public NoiseSettings? Noise { get; init; }
}
