namespace Unpark.Go.Build;

/// <summary>What to load, as it would be said to the go command.</summary>
public sealed record LoadOptions
{
    /// <summary>The folder to load from; null for the current one.</summary>
    public string? Dir { get; init; }

    /// <summary>Package patterns, or names of .go files, as <see cref="PackageLoader"/> has them.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = ["."];

    /// <summary>True to load the packages' tests too.</summary>
    public bool Tests { get; init; }

    /// <summary>For what to build and where things are; <see cref="Dir"/> goes before the folder named there.</summary>
    public BuildOptions Build { get; init; } = new();

    /// <summary>Where files are read from, such as an overlay of unsaved buffers; null for the disk.</summary>
    public SourceFiles? Files { get; init; }

    /// <summary>How many threads may work at a time; null for as many as the machine has processors.</summary>
    public int? Parallelism { get; init; }
}
