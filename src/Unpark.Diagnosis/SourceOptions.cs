using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>Where the source of the programs is that profiles are of.</summary>
public sealed record SourceOptions
{
    /// <summary>The folders of the program's source; where a file is in several of them the first one counts.</summary>
    public required ImmutableArray<string> Folders { get; init; }

    /// <summary>
    /// True if the folders are known to hold the source of the profile's program: files are then found in them by the ends of
    /// their paths, wherever they were built. Otherwise import paths decide.
    /// </summary>
    public bool IsCertain { get; init; }

    /// <summary>
    /// True if the program was built on this machine, of the source that is there: files lie where frames say, and nothing is
    /// searched for them.
    /// </summary>
    public bool IsBuiltHere { get; init; }

    /// <summary>
    /// The tests that have left the groups behind, each of these being in it; null if none have. What made a library's
    /// goroutines is then looked for in the packages of these tests and in what they import, and otherwise in all of the program.
    /// </summary>
    public IReadOnlyDictionary<DiagnosedGroup, LeftByTest>? Tests { get; init; }

    /// <summary>The root of a Go installation; null to look for one, empty for none.</summary>
    public string? GoRoot { get; init; }

    /// <summary>The module cache; null for the usual one.</summary>
    public string? ModuleCache { get; init; }

    /// <summary>What to look for in the source.</summary>
    public AnalysisOptions Analysis { get; init; } = AnalysisOptions.Default with { MinimumConfidence = Confidence.Possible };
}
