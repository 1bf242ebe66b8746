namespace Unpark.Explorer;

/// <summary>A place in a function.</summary>
/// <param name="Function">The function as Go's tracebacks name it: <c>path.f</c>, <c>path.(*T).m.func1</c>.</param>
/// <param name="File">The path of the file; empty if there is none.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record StackFrame(string Function, string File, int Line);
