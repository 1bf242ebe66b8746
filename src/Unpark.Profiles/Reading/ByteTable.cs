using System.Numerics;
using System.Runtime.InteropServices;

namespace Unpark.Profiles.Reading;

/// <summary>Gives equal byte strings equal numbers, dense from 0, and keeps each once.</summary>
internal sealed class ByteTable
{
    private byte[] text = new byte[1 << 12];
    private int length;
    private Entry[] entries = new Entry[256];
    private int[] buckets = NewBuckets(512);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of a number.</summary>
    public ReadOnlySpan<byte> this[int number] => text.AsSpan(entries[number].Start, entries[number].Length);

    /// <summary>The number of a byte string, or -1 if it has none.</summary>
    public int Find(ReadOnlySpan<byte> value) => Find(value, Hash(value));

    /// <summary>The number of a byte string, a new one if it has none yet.</summary>
    public int Intern(ReadOnlySpan<byte> value)
    {
        var hash = Hash(value);
        var found = Find(value, hash);
        return found >= 0 ? found : Add(value, hash);
    }

    /// <summary>A hash of bytes: quick, and good enough where the input's author can only slow his own run down.</summary>
    public static uint Hash(ReadOnlySpan<byte> value)
    {
        const ulong factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)value.Length * factor;
        while (value.Length >= 8)
        {
            hash = BitOperations.RotateLeft(hash ^ MemoryMarshal.Read<ulong>(value), 27) * factor;
            value = value[8..];
        }

        ulong rest = 0;
        foreach (var b in value)
        {
            rest = (rest << 8) | b;
        }

        hash = (hash ^ rest) * factor;
        return (uint)(hash >> 32) ^ (uint)hash;
    }

    private static int[] NewBuckets(int size)
    {
        var buckets = new int[size];
        Array.Fill(buckets, -1);
        return buckets;
    }

    private int Find(ReadOnlySpan<byte> value, uint hash)
    {
        for (var i = buckets[hash & (uint)(buckets.Length - 1)]; i >= 0; i = entries[i].Next)
        {
            if (entries[i].Hash == hash && this[i].SequenceEqual(value))
            {
                return i;
            }
        }

        return -1;
    }

    private int Add(ReadOnlySpan<byte> value, uint hash)
    {
        if (Count == entries.Length)
        {
            Array.Resize(ref entries, Count * 2);
            buckets = NewBuckets(Count * 4);
            for (var i = 0; i < Count; i++)
            {
                Link(i);
            }
        }

        if (length + value.Length > text.Length)
        {
            Array.Resize(ref text, Math.Max(text.Length * 2, length + value.Length));
        }

        value.CopyTo(text.AsSpan(length));
        entries[Count] = new Entry { Start = length, Length = value.Length, Hash = hash };
        length += value.Length;
        Link(Count);
        return Count++;
    }

    private void Link(int i)
    {
        ref var bucket = ref buckets[entries[i].Hash & (uint)(buckets.Length - 1)];
        entries[i].Next = bucket;
        bucket = i;
    }

    private struct Entry
    {
        public int Start;
        public int Length;
        public uint Hash;
        public int Next;
    }
}
