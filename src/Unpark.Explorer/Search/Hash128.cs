namespace Unpark.Explorer;

/// <summary>
/// A hash of 128 bits that is built up number by number, long enough to stand for what was hashed. The mixing is that of
/// wyhash (a multiplication of 64 by 64 bits, whose halves are combined).
/// </summary>
internal struct Hash128 : IEquatable<Hash128>, IComparable<Hash128>
{
    private ulong low;
    private ulong high;

    public static Hash128 Begin() => new() { low = 0xa0761d6478bd642f, high = 0xe7037ed1a0b428db };

    public void Add(long value)
    {
        low = Mix(low ^ (ulong)value, 0x8ebc6af09c88c6e3);
        high = Mix(high + (ulong)value, 0x589965cc75374cc3) ^ low;
    }

    public void Add(Hash128 other)
    {
        Add((long)other.low);
        Add((long)other.high);
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        while (bytes.Length >= 8)
        {
            Add(BitConverter.ToInt64(bytes));
            bytes = bytes[8..];
        }

        long rest = 0;
        foreach (var b in bytes)
        {
            rest = (rest << 8) | b;
        }

        Add(rest);
    }

    public void Add(string text)
    {
        Add(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
    }

    public readonly bool Equals(Hash128 other) => low == other.low && high == other.high;

    public readonly int CompareTo(Hash128 other) => (high, low).CompareTo((other.high, other.low));

    public override readonly bool Equals(object? obj) => obj is Hash128 other && Equals(other);

    public override readonly int GetHashCode() => (int)low;

    private static ulong Mix(ulong a, ulong b)
    {
        var top = Math.BigMul(a, b, out var bottom);
        return top ^ bottom;
    }
}
