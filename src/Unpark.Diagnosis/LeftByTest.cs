namespace Unpark.Diagnosis;

/// <summary>What has left goroutines behind.</summary>
/// <param name="Package">The import path of the package that is tested.</param>
/// <param name="Test">The test; null if that is not known.</param>
public sealed record LeftByTest(string Package, string? Test);
