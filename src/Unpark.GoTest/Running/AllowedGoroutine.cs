namespace Unpark.GoTest;

/// <summary>Goroutines that tests may leave behind: patterns in which <c>*</c> stands for anything and <c>?</c> for one character.</summary>
/// <param name="Function">The pattern of a function that is on the stack or has started the goroutine.</param>
/// <param name="Test">The pattern of the tests' names; null for all.</param>
/// <param name="Package">The pattern of the packages' import paths; null for all.</param>
public sealed record AllowedGoroutine(string Function, string? Test, string? Package);
