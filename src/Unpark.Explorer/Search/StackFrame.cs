using Unpark.Go.Syntax;

namespace Unpark.Explorer;

/// <summary>A place in a function.</summary>
/// <param name="Function">The function as Go's tracebacks name it: <c>path.f</c>, <c>path.(*T).m.func1</c>.</param>
/// <param name="File">The path of the file; empty if there is none.</param>
/// <param name="Line">The line, from 1; 0 if there is no file.</param>
public sealed record StackFrame(string Function, string File, int Line)
{
    /// <summary>The file; null if there is none.</summary>
    public SourceFile? Source { get; init; }

    /// <summary>The offset of the first byte of the code.</summary>
    public int Start { get; init; }

    /// <summary>The offset behind its last byte.</summary>
    public int End { get; init; }
}
