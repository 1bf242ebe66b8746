namespace Unpark.Profiles;

/// <summary>A profiler label of a goroutine.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
public readonly record struct Label(string Key, string Value);
