namespace Unpark.GoTest;

/// <summary>A process that runs a Go program.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Executable">The program.</param>
public sealed record GoProcess(int Id, GoExecutable Executable);
