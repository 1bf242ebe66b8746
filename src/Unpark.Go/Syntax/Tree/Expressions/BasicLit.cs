namespace Unpark.Go.Syntax;

/// <summary>An integer, floating-point, imaginary, rune or string literal.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class BasicLit : Expr
{
    internal BasicLit(int id, int valuePos, int valueEnd, TokenKind litKind, string value) : base(id)
    {
        ValuePos = valuePos;
        ValueEnd = valueEnd;
        LitKind = litKind;
        Value = value;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.BasicLit;

    /// <summary>Offset of the literal.</summary>
    public int ValuePos { get; }

    /// <summary>Offset behind the literal in the source; a raw string loses its carriage returns in <see cref="Value"/>.</summary>
    public int ValueEnd { get; }

    /// <summary>Int, Float, Imag, Char or String.</summary>
    public TokenKind LitKind { get; }

    /// <summary>The literal as written, quotes included, without the carriage returns of a raw string; invalid UTF-8 stands as in <see cref="SourceFile.Text(int, int)"/>.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override int Pos => ValuePos;

    /// <inheritdoc/>
    public override int End => ValueEnd;

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitBasicLit(this);
}
