using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>What patterns matched.</summary>
/// <param name="Packages">The packages, each once, in the order of the patterns and by import path within one.</param>
/// <param name="Errors">What is wrong with patterns, such as one that matches nothing.</param>
public sealed record PatternMatches(ImmutableArray<PackageFiles> Packages, ImmutableArray<PackageError> Errors);
