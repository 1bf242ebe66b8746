using System.Text;

namespace Unpark.Go.Syntax;

/// <summary>Tells keywords from identifiers.</summary>
internal static class Keywords
{
    private const int MinLength = 2;
    private const int MaxLength = 11;
    private const int TableSize = 64;

    private static readonly Entry[] Table = BuildTable();

    /// <summary>The keyword of some bytes, or <see cref="TokenKind.Ident"/>.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="head">The first eight of them, as <see cref="Names.HeadOf"/> gives them.</param>
    public static TokenKind Lookup(ReadOnlySpan<byte> text, ulong head)
    {
        if (text.Length is < MinLength or > MaxLength)
        {
            return TokenKind.Ident;
        }

        ref readonly var entry = ref Table[Hash(head, text.Length)];
        if (entry.Head != head || entry.Length != text.Length)
        {
            return TokenKind.Ident;
        }

        return text.Length <= 8 || text[8..].SequenceEqual(Tail(entry.Kind)) ? entry.Kind : TokenKind.Ident;
    }

    private static int Hash(ulong head, int length)
        => ((((byte)head << 4) ^ (byte)(head >> 8)) + length) & (TableSize - 1);

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
            var head = Names.HeadOf(text);
            ref var entry = ref table[Hash(head, text.Length)];
            if (entry.Length != 0)
            {
                throw new InvalidOperationException($"the hash of {kind} is taken");
            }

            entry = new Entry(head, text.Length, kind);
        }

        return table;
    }

    private readonly record struct Entry(ulong Head, int Length, TokenKind Kind);
}
