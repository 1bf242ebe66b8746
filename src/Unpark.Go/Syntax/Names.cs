using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Unpark.Go.Syntax;

/// <summary>
/// The process's table of names: equal bytes give the same string. Reading takes no lock, so that it scales over
/// threads; names are never dropped.
/// </summary>
internal static class Names
{
    private const int InitialSize = 1 << 14;
    private const int MaxShort = 7;
    private const ulong LongBit = 1UL << 63;

    // Hashes differ from process to process: source cannot be made whose names all collide.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;
    private static readonly Lock Writing = new();
    private static Table table = new(InitialSize);
    private static int count;

    /// <summary>The string of a name. O(length).</summary>
    /// <param name="name">The bytes of the name, valid UTF-8.</param>
    public static string Intern(ReadOnlySpan<byte> name) => Intern(name, HeadOf(name));

    /// <summary>The string of a name that is at hand as a string.</summary>
    public static string Intern(string name) => Intern(Encoding.UTF8.GetBytes(name));

    /// <summary>The string of a name of which the first eight bytes are known as a number.</summary>
    /// <param name="name">The bytes of the name, valid UTF-8.</param>
    /// <param name="head">What <see cref="HeadOf"/> gives for it.</param>
    public static string Intern(ReadOnlySpan<byte> name, ulong head)
    {
        // A short name and its length are the key; it needs no comparison. Keys of long names are hashes.
        var key = name.Length <= MaxShort ? head | ((ulong)name.Length << 56) : HashOf(name) | LongBit;
        return Volatile.Read(ref table).Find(name, key) ?? Add(name, key);
    }

    /// <summary>The first eight bytes of a name as a little-endian number, or as many as there are.</summary>
    public static ulong HeadOf(ReadOnlySpan<byte> name)
    {
        if (name.Length >= 8)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(name);
        }

        ulong head = 0;
        for (var i = name.Length - 1; i >= 0; i--)
        {
            head = (head << 8) | name[i];
        }

        return head;
    }

    private static string Add(ReadOnlySpan<byte> name, ulong key)
    {
        lock (Writing)
        {
            if (table.Find(name, key) is { } found)
            {
                return found;
            }

            if (count >= table.Size / 2)
            {
                // Readers of the old table miss only what is new, and then come here.
                Volatile.Write(ref table, table.Grow());
            }

            var text = Encoding.UTF8.GetString(name);
            table.Insert(text, key);
            count++;
            return text;
        }
    }

    private static ulong HashOf(ReadOnlySpan<byte> name)
    {
        var last = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
        var hash = Seed ^ (ulong)name.Length;
        while (name.Length > 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name));
            name = name[8..];
        }

        return Mix(hash ^ last);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0x9E3779B97F4A7C15UL, out var low);
        return BitOperations.RotateLeft(high, 17) ^ low;
    }

    /// <summary>A hash table with linear probing. A slot is filled once: key first, then the string.</summary>
    private sealed class Table(int size)
    {
        private readonly Slot[] slots = new Slot[size];

        public int Size => slots.Length;

        public string? Find(ReadOnlySpan<byte> name, ulong key)
        {
            var all = slots;
            var mask = all.Length - 1;
            for (var i = Index(key) & mask; ; i = (i + 1) & mask)
            {
                ref var slot = ref all[i];
                var text = Volatile.Read(ref slot.Text);
                if (text is null || (slot.Key == key && (name.Length <= MaxShort || Matches(text, name))))
                {
                    return text;
                }
            }
        }

        public void Insert(string text, ulong key)
        {
            var mask = slots.Length - 1;
            var i = Index(key) & mask;
            while (slots[i].Text is not null)
            {
                i = (i + 1) & mask;
            }

            slots[i].Key = key;
            Volatile.Write(ref slots[i].Text, text);
        }

        public Table Grow()
        {
            var larger = new Table(Size * 2);
            foreach (ref readonly var slot in slots.AsSpan())
            {
                if (slot.Text is not null)
                {
                    larger.Insert(slot.Text, slot.Key);
                }
            }

            return larger;
        }

        private static int Index(ulong key) => (int)(Mix(key ^ Seed) >> 33);

        private static bool Matches(string text, ReadOnlySpan<byte> name)
            => Ascii.Equals(name, text) || (name.Length > text.Length && Encoding.UTF8.GetByteCount(text) == name.Length
                && Encoding.UTF8.GetString(name) == text);

        private struct Slot
        {
            public ulong Key;
            public string? Text;
        }
    }
}
