namespace Unpark.Go.Syntax;

/// <summary>A place as go/token's Position gives it, <c>//line</c> directives applied.</summary>
/// <param name="FileName">The file, as it was named or as a directive names it.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column in bytes, counted from 1, or 0 where a directive leaves it unknown.</param>
public readonly record struct FilePosition(string FileName, int Line, int Column)
{
    /// <summary><c>file:line:column</c>, without what is unknown.</summary>
    public override string ToString() => Column > 0 ? $"{FileName}:{Line}:{Column}" : $"{FileName}:{Line}";
}
