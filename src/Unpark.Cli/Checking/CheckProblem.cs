namespace Unpark.Cli.Checking;

/// <summary>Something that kept a file, a package or everything from being checked in full.</summary>
/// <param name="Path">The file or folder, or empty.</param>
/// <param name="Line">The line, counted from 1, or 0.</param>
/// <param name="Column">The column in bytes, counted from 1, or 0.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
internal sealed record CheckProblem(string Path, int Line, int Column, string Message);
