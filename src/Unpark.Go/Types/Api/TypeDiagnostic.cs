using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>Something a package's type check could not make sense of.</summary>
/// <param name="File">The file it was found in.</param>
/// <param name="Offset">The offset in bytes, or <see cref="Node.NoPos"/>.</param>
/// <param name="Kind">What kind of finding it is.</param>
/// <param name="Message">What is wrong, without the place.</param>
public sealed record TypeDiagnostic(SourceFile File, int Offset, TypeDiagnosticKind Kind, string Message)
{
    /// <summary><c>file:line:column: message</c>.</summary>
    public override string ToString() =>
        Offset < 0 ? $"{File.Path}: {Message}" : $"{File.Path}:{File.PositionOf(Offset)}: {Message}";
}
