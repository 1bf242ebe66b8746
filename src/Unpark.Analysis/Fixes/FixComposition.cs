using System.Collections.Immutable;

namespace Unpark.Analysis.Fixes;

/// <summary>Fixes brought together.</summary>
/// <param name="Changes">The files that change, by path.</param>
/// <param name="Applied">The fixes that are in it.</param>
/// <param name="Skipped">The fixes that are not, since they would change what another one changes.</param>
public sealed record FixComposition(ImmutableArray<FileChange> Changes, ImmutableArray<Fix> Applied,
    ImmutableArray<Fix> Skipped);
