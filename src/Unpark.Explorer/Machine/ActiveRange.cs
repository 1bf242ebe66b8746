namespace Unpark.Explorer;

/// <summary>A loop over a function that is being executed.</summary>
/// <param name="Register">The register that holds the range.</param>
/// <param name="Before">The loop around it, or null.</param>
internal sealed record ActiveRange(int Register, ActiveRange? Before);
