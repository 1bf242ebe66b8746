using Unpark.Go.Syntax;

namespace Unpark.Analysis;

/// <summary>One change of a file; with <paramref name="Start"/> equal to <paramref name="End"/> an insertion.</summary>
/// <param name="File">The file to change.</param>
/// <param name="Start">The offset of the first byte that is replaced.</param>
/// <param name="End">The offset behind the last byte that is replaced.</param>
/// <param name="NewText">What stands there afterwards.</param>
public sealed record TextEdit(SourceFile File, int Start, int End, string NewText);
