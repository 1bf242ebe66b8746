namespace Unpark.Go.Syntax;

/// <summary>What a <c>//line</c> or <c>/*line*/</c> comment says of the text behind it.</summary>
/// <param name="Offset">The offset in bytes from which it holds.</param>
/// <param name="FileName">The file the text is said to come from; relative names are put into the directory of the file.</param>
/// <param name="Line">The line that <paramref name="Offset"/> is said to be on, counted from 1.</param>
/// <param name="Column">The column in bytes of <paramref name="Offset"/>, counted from 1, or 0 if none is given.</param>
public readonly record struct LineDirective(int Offset, string FileName, int Line, int Column);
