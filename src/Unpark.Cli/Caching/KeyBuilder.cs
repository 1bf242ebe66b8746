using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Unpark.Cli.Caching;

/// <summary>Hashes a row of values so that no two different rows give the same bytes to the hash.</summary>
internal sealed class KeyBuilder
{
    private readonly XxHash128 hash = new();

    /// <summary>The hash of what was added.</summary>
    public UInt128 Key => hash.GetCurrentHashAsUInt128();

    /// <summary>Adds a text.</summary>
    public KeyBuilder Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        hash.Append(bytes);
        return this;
    }

    /// <summary>Adds texts.</summary>
    public KeyBuilder Add(IReadOnlyCollection<string> texts)
    {
        Add(texts.Count);
        foreach (var text in texts)
        {
            Add(text);
        }

        return this;
    }

    /// <summary>Adds a number.</summary>
    public KeyBuilder Add(int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.Append(bytes);
        return this;
    }

    /// <summary>Adds a hash.</summary>
    public KeyBuilder Add(UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, key);
        hash.Append(bytes);
        return this;
    }
}
