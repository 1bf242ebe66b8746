using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>Something about a package or pattern that keeps it from being complete.</summary>
/// <param name="Subject">The import path or pattern it is about.</param>
/// <param name="File">The path of the file it is in, or of the file with the import, or empty.</param>
/// <param name="Position">The place in the file, or null.</param>
/// <param name="Message">What is wrong, and what to do about it if that is known.</param>
public sealed record PackageError(string Subject, string File, LinePosition? Position, string Message)
{
    /// <summary><c>file:line:column: message</c>, as far as there are file and place.</summary>
    public override string ToString() =>
        File.Length == 0 ? $"{Subject}: {Message}"
        : Position is { } position ? $"{File}:{position}: {Message}"
        : $"{File}: {Message}";
}
