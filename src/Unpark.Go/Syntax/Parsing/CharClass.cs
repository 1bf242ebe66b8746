namespace Unpark.Go.Syntax;

/// <summary>What a byte can be part of. Bytes from 0x80 on are in no class: they belong to longer characters.</summary>
internal static class CharClass
{
    private const byte LetterBit = 1;
    private const byte DigitBit = 2;
    private const byte HexBit = 4;

    private static ReadOnlySpan<byte> Classes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0,
        0, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1,
        0, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>True for <c>a</c>-<c>z</c>, <c>A</c>-<c>Z</c> and <c>_</c>.</summary>
    public static bool IsLetter(byte b) => (Classes[b] & LetterBit) != 0;

    /// <summary>True for <c>0</c>-<c>9</c>.</summary>
    public static bool IsDigit(byte b) => (Classes[b] & DigitBit) != 0;

    /// <summary>True for the hexadecimal digits.</summary>
    public static bool IsHex(byte b) => (Classes[b] & HexBit) != 0;

    /// <summary>True for what goes on with an identifier.</summary>
    public static bool IsLetterOrDigit(byte b) => (Classes[b] & (LetterBit | DigitBit)) != 0;
}
