using System.Buffers.Text;
using System.Text;

namespace Unpark.Go.Tests.Oracles;

/// <summary>The tab-separated fields of a record, one after the other.</summary>
internal ref struct Fields(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = line;

    /// <summary>True if there are no more fields.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    public ReadOnlySpan<byte> Next()
    {
        var tab = rest.IndexOf((byte)'\t');
        var field = tab < 0 ? rest : rest[..tab];
        rest = tab < 0 ? [] : rest[(tab + 1)..];
        return field;
    }

    public string Text() => Encoding.UTF8.GetString(Next());

    public int Int() =>
        Utf8Parser.TryParse(Next(), out int value, out _) ? value : throw new InvalidDataException("not a number");
}
