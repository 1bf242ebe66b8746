namespace Unpark.Go.Build;

/// <summary>Patterns that are taken within one module.</summary>
/// <param name="ModuleDir">The folder of its go.mod; null for the module or modules of the build context.</param>
/// <param name="Patterns">The patterns, in their order.</param>
internal sealed record ModulePatterns(string? ModuleDir, IReadOnlyList<string> Patterns);
