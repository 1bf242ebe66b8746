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

    // Hashes differ from process to process: source cannot be made whose names all collide.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;
    private static readonly Lock Writing = new();
    private static Table table = new(InitialSize);
    private static int count;

    /// <summary>The string of a name. O(length).</summary>
    /// <param name="name">The bytes of the name, valid UTF-8.</param>
    public static string Intern(ReadOnlySpan<byte> name)
    {
        var hash = HashOf(name);
        var current = Volatile.Read(ref table);
        return current.Find(name, hash) ?? Add(name, hash);
    }

    /// <summary>The string of a name that is at hand as a string.</summary>
    public static string Intern(string name) => Intern(Encoding.UTF8.GetBytes(name));

    private static string Add(ReadOnlySpan<byte> name, uint hash)
    {
        lock (Writing)
        {
            if (table.Find(name, hash) is { } found)
            {
                return found;
            }

            if (count >= table.Size / 2)
            {
                // Readers of the old table miss only what is new, and then come here.
                Volatile.Write(ref table, table.Grow());
            }

            var text = Encoding.UTF8.GetString(name);
            table.Insert(text, hash);
            count++;
            return text;
        }
    }

    private static uint HashOf(ReadOnlySpan<byte> name)
    {
        var hash = Seed ^ (ulong)name.Length;
        while (name.Length > 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name));
            name = name[8..];
        }

        ulong last = 0;
        if (name.Length >= 4)
        {
            last = BinaryPrimitives.ReadUInt32LittleEndian(name)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) << 32);
        }
        else if (name.Length > 0)
        {
            last = name[0] | ((ulong)name[name.Length >> 1] << 8) | ((ulong)name[^1] << 16);
        }

        hash = Mix(hash ^ last);
        return (uint)(hash ^ (hash >> 32));
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0x9E3779B97F4A7C15UL, out var low);
        return BitOperations.RotateLeft(high, 17) ^ low;
    }

    /// <summary>A hash table with linear probing. A slot is filled once: hash first, then the string.</summary>
    private sealed class Table(int size)
    {
        private readonly uint[] hashes = new uint[size];
        private readonly string?[] texts = new string?[size];

        public int Size => texts.Length;

        public string? Find(ReadOnlySpan<byte> name, uint hash)
        {
            var strings = texts;
            var mask = strings.Length - 1;
            for (var i = (int)hash & mask; ; i = (i + 1) & mask)
            {
                var text = Volatile.Read(ref strings[i]);
                if (text is null)
                {
                    return null;
                }

                if (hashes[i] == hash && Matches(text, name))
                {
                    return text;
                }
            }
        }

        public void Insert(string text, uint hash)
        {
            var mask = texts.Length - 1;
            var i = (int)hash & mask;
            while (texts[i] is not null)
            {
                i = (i + 1) & mask;
            }

            hashes[i] = hash;
            Volatile.Write(ref texts[i], text);
        }

        public Table Grow()
        {
            var larger = new Table(Size * 2);
            for (var i = 0; i < texts.Length; i++)
            {
                if (texts[i] is { } text)
                {
                    larger.Insert(text, hashes[i]);
                }
            }

            return larger;
        }

        private static bool Matches(string text, ReadOnlySpan<byte> name)
            => Ascii.Equals(name, text) || (name.Length > text.Length && Encoding.UTF8.GetByteCount(text) == name.Length
                && Encoding.UTF8.GetString(name) == text);
    }
}
