namespace Unpark.Go.Syntax;

/// <summary>One comment, <c>//</c> or <c>/*</c> included.</summary>
public readonly struct Comment : IEquatable<Comment>
{
    private readonly SourceFile file;

    internal Comment(SourceFile file, int pos, int end)
    {
        this.file = file;
        Pos = pos;
        End = end;
    }

    /// <summary>The offset of the slash.</summary>
    public int Pos { get; }

    /// <summary>The offset behind the comment in the source, carriage returns counted.</summary>
    public int End { get; }

    /// <summary>The comment as it stands in the source, without the newline that ends a line comment.</summary>
    public ReadOnlySpan<byte> Bytes => file.Content[Pos..End];

    /// <summary>
    /// The comment without carriage returns, and without the newline that ends a line comment. Made anew on each call:
    /// O(length).
    /// </summary>
    public string Text
    {
        get
        {
            var text = file.Text(Pos, End);
            return text.Contains('\r', StringComparison.Ordinal) ? WithoutCarriageReturns(text) : text;
        }
    }

    /// <inheritdoc/>
    public static bool operator ==(Comment left, Comment right) => left.Equals(right);

    /// <inheritdoc/>
    public static bool operator !=(Comment left, Comment right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Comment other) => file == other.file && Pos == other.Pos && End == other.End;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Comment other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Pos, End);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>
    /// Carriage returns go, except where a general comment would then end early: <c>*\r/</c>. Source: go/scanner.
    /// </summary>
    private static string WithoutCarriageReturns(string text)
    {
        var kept = new System.Text.StringBuilder(text.Length);
        var general = text[1] == '*';
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\r'
                || (general && kept.Length > 2 && kept[^1] == '*' && i + 1 < text.Length && text[i + 1] == '/'))
            {
                kept.Append(text[i]);
            }
        }

        return kept.ToString();
    }
}
