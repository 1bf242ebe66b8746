using System.Text;

namespace Unpark.Explorer;

/// <summary>A Go string: bytes, which need not be UTF-8. Immutable; parts share the bytes.</summary>
internal sealed class GoString : IEquatable<GoString>
{
    private readonly byte[] bytes;
    private readonly int start;

    private GoString(byte[] bytes, int start, int length)
    {
        this.bytes = bytes;
        this.start = start;
        Length = length;
    }

    public static GoString Empty { get; } = new([], 0, 0);

    /// <summary>How many bytes it has.</summary>
    public int Length { get; }

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(start, Length);

    public byte this[int index] => bytes[start + index];

    public static GoString Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes must not be changed afterwards.</summary>
    public static GoString Of(byte[] bytes) => bytes.Length == 0 ? Empty : new(bytes, 0, bytes.Length);

    public GoString Part(int low, int high) => low == high ? Empty : new(bytes, start + low, high - low);

    public GoString Append(GoString other)
    {
        if (Length == 0)
        {
            return other;
        }

        if (other.Length == 0)
        {
            return this;
        }

        var all = new byte[Length + other.Length];
        Bytes.CopyTo(all);
        other.Bytes.CopyTo(all.AsSpan(Length));
        return Of(all);
    }

    public bool Equals(GoString? other) => other != null && Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => Equals(obj as GoString);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(Bytes);
}
