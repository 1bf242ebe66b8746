using System.Collections.Immutable;

namespace Unpark.GoTest;

/// <summary>How a run of <c>go test</c> ended.</summary>
/// <param name="ExitCode">The exit code of the go command.</param>
/// <param name="Packages">What was found in each package, in the order in which they began.</param>
public sealed record GoTestResult(int ExitCode, ImmutableArray<PackageReport> Packages);
