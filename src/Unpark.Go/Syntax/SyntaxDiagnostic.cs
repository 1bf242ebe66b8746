namespace Unpark.Go.Syntax;

/// <summary>A syntax error, or a warning of the scanner.</summary>
/// <param name="Offset">The offset in bytes where it is reported, as go/parser reports it.</param>
/// <param name="Message">What is wrong, without the place.</param>
public readonly record struct SyntaxDiagnostic(int Offset, string Message);
