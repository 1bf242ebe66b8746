using System.Text;

namespace Unpark.GoTest;

/// <summary>What an executable that Go has built says of itself (debug/buildinfo).</summary>
/// <param name="Path">The file.</param>
/// <param name="Version">The version of Go, such as <c>go1.27.4</c>; empty if it is older than 1.18, which says it elsewhere.</param>
/// <param name="Package">The import path of its main package; null if it does not tell.</param>
/// <param name="Module">The path of the module that has it; null if it does not tell.</param>
/// <param name="HasProfiles">True if it has the handlers of net/http/pprof, whether it serves them or not.</param>
public sealed record GoExecutable(string Path, string Version, string? Package, string? Module, bool HasProfiles)
{
    private const int Chunk = 1 << 20;
    private const int HeaderLength = 32;
    private const int FlagsAt = 15;
    private const byte Inline = 2;
    private const int MostText = 1 << 20;

    // A sentinel of as many bytes stands before and behind what is said of modules.
    private const int SentinelLength = 16;

    private static ReadOnlySpan<byte> Magic => " Go buildinf:"u8;

    // The names of functions are there in stripped executables too: tracebacks need them.
    private static ReadOnlySpan<byte> Handler => "net/http/pprof.Index"u8;

    /// <summary>Reads an executable; null if Go has not built it, or it cannot be read.</summary>
    public static GoExecutable? Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            return Read(file, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static GoExecutable? Read(FileStream file, string path)
    {
        (string Version, string Modules)? info = null;
        var hasProfiles = false;
        // What is looked for may lie across the end of a chunk.
        var buffer = new byte[Chunk + HeaderLength];
        for (long start = 0; ; start += Chunk)
        {
            var length = RandomAccess.Read(file.SafeFileHandle, buffer, start);
            var chunk = buffer.AsSpan(0, length);
            hasProfiles = hasProfiles || chunk.IndexOf(Handler) >= 0;
            for (int from = 0, at; info is null && (at = chunk[from..].IndexOf(Magic)) >= 0; from += at + 1)
            {
                // 0xff stands before the text, at a multiple of 16.
                var header = start + from + at - 1;
                info = from + at > 0 && buffer[from + at - 1] == 0xff && header % 16 == 0 ? Info(file, header) : null;
            }

            if (length < buffer.Length)
            {
                break;
            }
        }

        if (info is not { } found)
        {
            return null;
        }

        string? package = null, module = null;
        foreach (var line in found.Modules.Split('\n'))
        {
            switch (line.Split('\t'))
            {
                case ["path", var value, ..]:
                    package = value;
                    break;
                case ["mod", var value, ..]:
                    module = value;
                    break;
            }
        }

        return new GoExecutable(path, found.Version, package, module, hasProfiles);
    }

    private static (string Version, string Modules)? Info(FileStream file, long at)
    {
        var header = new byte[HeaderLength];
        if (RandomAccess.Read(file.SafeFileHandle, header, at) < HeaderLength)
        {
            return null;
        }

        if ((header[FlagsAt] & Inline) == 0)
        {
            return ("", "");
        }

        at += HeaderLength;
        // The same bytes are in programs that read what others say of themselves.
        if (Text(file, ref at) is not { } version || !(version.StartsWith("go", StringComparison.Ordinal) || version.StartsWith("devel", StringComparison.Ordinal)))
        {
            return null;
        }

        var modules = Text(file, ref at);
        return (version, modules is { Length: > 2 * SentinelLength } ? modules[SentinelLength..^SentinelLength] : "");
    }

    // A length (encoding/binary, Uvarint) and the text; Latin-1 keeps the bytes of sentinels apart.
    private static string? Text(FileStream file, ref long at)
    {
        Span<byte> prefix = stackalloc byte[5];
        var read = RandomAccess.Read(file.SafeFileHandle, prefix, at);
        var length = 0;
        for (var i = 0; i < read; i++)
        {
            length |= (prefix[i] & 0x7f) << (7 * i);
            if (prefix[i] < 0x80)
            {
                var text = new byte[Math.Clamp(length, 0, MostText)];
                at += i + 1;
                var got = RandomAccess.Read(file.SafeFileHandle, text, at);
                at += length;
                return got == length ? Encoding.Latin1.GetString(text) : null;
            }
        }

        return null;
    }
}
