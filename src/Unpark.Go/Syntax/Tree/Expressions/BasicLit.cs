using System.Text;

namespace Unpark.Go.Syntax;

/// <summary>An integer, floating-point, imaginary, rune or string literal.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class BasicLit : Expr
{
    // The file until the text is first asked for, then the text: most literals of most files never are.
    private object source;

    internal BasicLit(int id, int valuePos, int valueEnd, TokenKind litKind, SourceFile file) : base(id)
    {
        ValuePos = valuePos;
        ValueEnd = valueEnd;
        LitKind = litKind;
        source = file;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.BasicLit;

    /// <summary>Offset of the literal.</summary>
    public int ValuePos { get; }

    /// <summary>Offset behind the literal in the source; a raw string loses its carriage returns in <see cref="Value"/>.</summary>
    public int ValueEnd { get; }

    /// <summary>Int, Float, Imag, Char or String.</summary>
    public TokenKind LitKind { get; }

    /// <summary>
    /// The literal as written, quotes included, without the carriage returns of a raw string; invalid UTF-8 stands as
    /// in <see cref="SourceFile.Text(int, int)"/>. Made on the first call: O(length).
    /// </summary>
    public string Value => source as string ?? MakeValue();

    /// <inheritdoc/>
    public override int Pos => ValuePos;

    /// <inheritdoc/>
    public override int End => ValueEnd;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitBasicLit(this);

    private string MakeValue()
    {
        // Threads that meet here make equal strings.
        if (Volatile.Read(ref source) is not SourceFile file)
        {
            return (string)source;
        }

        const int mostlyRepeated = 16;
        var text = ValueEnd - ValuePos <= mostlyRepeated && Ascii.IsValid(file.Content[ValuePos..ValueEnd])
            ? Names.Intern(file.Content[ValuePos..ValueEnd])
            : file.Text(ValuePos, ValueEnd);
        if (text.StartsWith('`'))
        {
            text = text.Replace("\r", "", StringComparison.Ordinal);
        }

        Volatile.Write(ref source, text);
        return text;
    }
}
