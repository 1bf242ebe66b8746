using Unpark.Profiles;

namespace Unpark.GoTest;

/// <summary>The goroutines that a test has left behind.</summary>
/// <param name="Package">The import path of the package.</param>
/// <param name="Test">The test, subtest, example or benchmark; null if that is not known.</param>
/// <param name="Attribution">How that is known.</param>
/// <param name="Profile">The goroutines.</param>
public sealed record LeftGoroutines(string Package, string? Test, Attribution Attribution, Profile Profile)
{
    /// <summary>True if the test itself never ended, and these are the goroutines that run it.</summary>
    public bool IsHang { get; init; }
}
