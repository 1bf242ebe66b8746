namespace Unpark.Go.Syntax;

/// <summary>A place in a text as Go prints it.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column in bytes, counted from 1.</param>
public readonly record struct LinePosition(int Line, int Column)
{
    /// <summary><c>line:column</c>.</summary>
    public override string ToString() => $"{Line}:{Column}";
}
