using System.Buffers.Binary;
using System.Text;

namespace Unpark.Go.Syntax;

/// <summary>Tells keywords from identifiers.</summary>
internal static class Keywords
{
    private const int MinLength = 2;
    private const int MaxLength = 11;
    private const int TableSize = 64;

    private static readonly Entry[] Table = BuildTable();

    /// <summary>The keyword at a place, or <see cref="TokenKind.Ident"/>.</summary>
    public static TokenKind Lookup(byte[] src, int start, int length)
    {
        if (length is < MinLength or > MaxLength)
        {
            return TokenKind.Ident;
        }

        var entry = Table[Hash(src[start], src[start + 1], length)];
        if (entry.Length != length || entry.Head != Head(src, start, length))
        {
            return TokenKind.Ident;
        }

        return length <= 8 || src.AsSpan(start + 8, length - 8).SequenceEqual(Tail(entry.Kind))
            ? entry.Kind
            : TokenKind.Ident;
    }

    private static int Hash(byte first, byte second, int length)
        => (((first << 4) ^ second) + length) & (TableSize - 1);

    /// <summary>The first eight bytes as a number, or as many as there are.</summary>
    private static ulong Head(byte[] src, int start, int length)
    {
        ulong head;
        if (start + 8 <= src.Length)
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(src.AsSpan(start, 8));
        }
        else
        {
            head = 0;
            for (var i = src.Length - 1; i >= start; i--)
            {
                head = (head << 8) | src[i];
            }
        }

        return length >= 8 ? head : head & ((1UL << (8 * length)) - 1);
    }

    private static ReadOnlySpan<byte> Tail(TokenKind kind) => kind switch
    {
        TokenKind.Interface => "e"u8,
        TokenKind.Fallthrough => "ugh"u8,
        _ => default,
    };

    private static Entry[] BuildTable()
    {
        var table = new Entry[TableSize];
        for (var kind = TokenKind.Break; kind <= TokenKind.Var; kind++)
        {
            var text = Encoding.UTF8.GetBytes(kind.Text());
            ref var entry = ref table[Hash(text[0], text[1], text.Length)];
            if (entry.Length != 0)
            {
                throw new InvalidOperationException($"the hash of {kind} is taken");
            }

            entry = new Entry(Head(text, 0, text.Length), text.Length, kind);
        }

        return table;
    }

    private readonly record struct Entry(ulong Head, int Length, TokenKind Kind);
}
