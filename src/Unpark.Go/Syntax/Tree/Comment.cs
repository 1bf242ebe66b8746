namespace Unpark.Go.Syntax;

/// <summary>One comment, <c>//</c> or <c>/*</c> included.</summary>
/// <param name="Pos">The offset of the slash.</param>
/// <param name="End">The offset behind the comment in the source, carriage returns counted.</param>
/// <param name="Text">The comment without carriage returns, and without the newline that ends a line comment.</param>
public readonly record struct Comment(int Pos, int End, string Text);
