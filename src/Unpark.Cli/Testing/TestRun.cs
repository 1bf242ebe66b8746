using Unpark.GoTest;

namespace Unpark.Cli.Testing;

/// <summary>One run of the tests.</summary>
/// <param name="Seed">The seed of its noise; null if there was none.</param>
/// <param name="Result">How it ended.</param>
internal sealed record TestRun(uint? Seed, GoTestResult Result);
