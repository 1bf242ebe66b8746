namespace Unpark.Go.Build;

/// <summary>One import of a file's header.</summary>
/// <param name="Path">The import path, unquoted.</param>
/// <param name="Start">The offset in bytes of the opening quote.</param>
/// <param name="End">The offset in bytes behind the closing quote.</param>
public readonly record struct ImportDeclaration(string Path, int Start, int End);
