using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>
/// What a caller sets of a <see cref="BuildContext"/>; all that is null comes from the environment as the go command
/// takes it from there.
/// </summary>
public sealed record BuildOptions
{
    /// <summary>The folder to begin from, as if the go command ran there; null for the current one.</summary>
    public string? Dir { get; init; }

    /// <summary>
    /// The folder whose module is the main one, if that is not <see cref="Dir"/>: go.mod and go.work are searched from there
    /// upwards, and a go.work file that does not name the module does not count.
    /// </summary>
    public string? ModuleDir { get; init; }

    /// <summary>The operating system to build for.</summary>
    public string? GoOS { get; init; }

    /// <summary>The architecture to build for.</summary>
    public string? GoArch { get; init; }

    /// <summary>Whether files that import "C" are in.</summary>
    public bool? CgoEnabled { get; init; }

    /// <summary>Build tags, as the flag <c>-tags</c> has them.</summary>
    public ImmutableArray<string>? Tags { get; init; }

    /// <summary>The flag <c>-mod</c>: readonly, vendor or mod.</summary>
    public string? Mod { get; init; }

    /// <summary>The flag <c>-modfile</c>: a file that stands in for go.mod.</summary>
    public string? ModFile { get; init; }

    /// <summary>GOROOT; an empty string to use the embedded declarations, as where no Go tree is found.</summary>
    public string? GoRoot { get; init; }

    /// <summary>The environment variables; null for those of the process.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}
