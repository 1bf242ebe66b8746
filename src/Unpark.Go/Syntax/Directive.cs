using System.Text;

namespace Unpark.Go.Syntax;

/// <summary>
/// A directive: a line comment of the form <c>//tool:name args</c>, such as <c>//go:embed *.txt</c>.
/// Source: "Doc comment syntax" of Go, "Syntax" (directives).
/// </summary>
public readonly struct Directive : IEquatable<Directive>
{
    private readonly SourceFile file;
    private readonly int colon;
    private readonly int nameEnd;

    internal Directive(SourceFile file, int pos, int end)
    {
        this.file = file;
        Pos = pos;
        End = end;
        var text = file.Content[pos..end];
        colon = pos + text.IndexOf((byte)':');
        nameEnd = colon + 1;
        while (nameEnd < end)
        {
            var rune = GoUnicode.Decode(file.Content[..end], nameEnd, out var width);
            if (rune != '\r' && Rune.IsWhiteSpace(new Rune(rune)))
            {
                break;
            }

            nameEnd += width;
        }
    }

    /// <summary>The offset of the slashes.</summary>
    public int Pos { get; }

    /// <summary>The offset behind the comment.</summary>
    public int End { get; }

    /// <summary>The tool, such as <c>go</c>.</summary>
    public string Tool => Text(Pos + 2, colon);

    /// <summary>The name, such as <c>embed</c>.</summary>
    public string Name => Text(colon + 1, nameEnd);

    /// <summary>What follows the name, without the white space around it.</summary>
    public string Args => Text(nameEnd, End).Trim();

    /// <summary>The offset at which <see cref="Args"/> starts.</summary>
    public int ArgsPos
    {
        get
        {
            var text = file.Text(nameEnd, End);
            return nameEnd + Encoding.UTF8.GetByteCount(text.AsSpan(0, text.Length - text.TrimStart().Length));
        }
    }

    /// <inheritdoc/>
    public static bool operator ==(Directive left, Directive right) => left.Equals(right);

    /// <inheritdoc/>
    public static bool operator !=(Directive left, Directive right) => !left.Equals(right);

    /// <summary>True for the directive of a tool and a name.</summary>
    public bool Is(string tool, string name) => Tool == tool && Name == name;

    /// <inheritdoc/>
    public bool Equals(Directive other) => file == other.file && Pos == other.Pos;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Directive other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Pos;

    /// <inheritdoc/>
    public override string ToString() => file.Text(Pos, End);

    /// <summary>
    /// True if a comment is a directive: a colon between lower-case letters and digits, no space before. Carriage returns
    /// are no part of a comment.
    /// </summary>
    internal static bool IsDirective(ReadOnlySpan<byte> comment)
    {
        if (comment.Length < 5 || comment[1] != '/')
        {
            return false;
        }

        var i = Next(comment, 2);
        var first = i;
        while (i < comment.Length && IsLowerOrDigit(comment[i]))
        {
            i = Next(comment, i + 1);
        }

        if (i == first || i >= comment.Length || comment[i] != ':')
        {
            return false;
        }

        i = Next(comment, i + 1);
        return i < comment.Length && IsLowerOrDigit(comment[i]);
    }

    private static int Next(ReadOnlySpan<byte> comment, int i)
    {
        while (i < comment.Length && comment[i] == '\r')
        {
            i++;
        }

        return i;
    }

    /// <summary>A part of the directive without carriage returns, which are no part of a comment.</summary>
    private string Text(int from, int to) => file.Text(from, to).Replace("\r", "", StringComparison.Ordinal);

    private static bool IsLowerOrDigit(byte b) => b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9');
}
