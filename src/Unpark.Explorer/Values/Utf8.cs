using System.Buffers;
using System.Text;

namespace Unpark.Explorer;

/// <summary>UTF-8 as Go decodes it: a byte that begins no rune is U+FFFD, one byte wide.</summary>
internal static class Utf8
{
    /// <summary>The first rune, and how many bytes it takes.</summary>
    public static (int Rune, int Width) Decode(ReadOnlySpan<byte> bytes) =>
        Rune.DecodeFromUtf8(bytes, out var rune, out var width) == OperationStatus.Done
            ? (rune.Value, width)
            : (Rune.ReplacementChar.Value, 1);

    /// <summary>The bytes of a rune; those of U+FFFD for what is none.</summary>
    public static byte[] Encode(long rune)
    {
        var valid = rune is >= 0 and <= int.MaxValue && Rune.IsValid((int)rune) ? new Rune((int)rune) : Rune.ReplacementChar;
        var bytes = new byte[valid.Utf8SequenceLength];
        valid.EncodeToUtf8(bytes);
        return bytes;
    }
}
