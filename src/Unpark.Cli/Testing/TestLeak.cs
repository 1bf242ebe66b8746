using Unpark.Diagnosis;
using Unpark.GoTest;

namespace Unpark.Cli.Testing;

/// <summary>Goroutines at one place that a test has left behind.</summary>
/// <param name="Package">The import path of the test's package.</param>
/// <param name="Test">The test; null if it is not known which one it was.</param>
/// <param name="Attribution">How that is known.</param>
/// <param name="Verdict">How sure it is that they leak.</param>
/// <param name="Group">The goroutines, with what their source says.</param>
/// <param name="Seed">The seed of the noise that showed it first; null if there was none.</param>
internal sealed record TestLeak(string Package, string? Test, Attribution Attribution, TestVerdict Verdict, ExplainedGroup Group, uint? Seed);
