namespace Unpark.Profiles.Reading;

/// <summary>Lines of a stream as bytes, without copying: a line is good until the next one is read.</summary>
internal sealed class LineReader
{
    private const int FirstSize = 1 << 18;

    /// <summary>Longer lines are cut; the rest of them is passed over.</summary>
    public const int MaxLine = 1 << 24;

    private readonly Stream stream;
    private readonly long maxBytes;
    private byte[] buffer = new byte[FirstSize];
    private int start;
    private int end;
    private bool ended;
    private long read;

    public LineReader(Stream stream, ReadOnlySpan<byte> beginning, long maxBytes)
    {
        this.stream = stream;
        this.maxBytes = maxBytes;
        beginning.CopyTo(buffer);
        end = beginning.Length;
        read = end;
    }

    /// <summary>The number of the line last read, counted from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The offset of the line last read.</summary>
    public long Offset => lineOffset;

    /// <summary>True if the line last read had no line end: the input stops in it.</summary>
    public bool Unended { get; private set; }

    /// <summary>True if the line last read was longer than <see cref="MaxLine"/>.</summary>
    public bool Shortened { get; private set; }

    /// <summary>Why the input could not be read to its end, or null.</summary>
    public string? Failure { get; private set; }

    private long lineOffset;

    /// <summary>The next line without its line end.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
        if (length < 0 && !TryFind(out length))
        {
            line = default;
            return false;
        }

        Number++;
        lineOffset = read - (end - start);
        line = buffer.AsSpan(start, length);
        start = Math.Min(end, start + length + 1);
        if (Shortened)
        {
            SkipLine();
        }

        if (line.Length > 0 && line[^1] == '\r')
        {
            line = line[..^1];
        }

        return true;
    }

    private bool TryFind(out int length)
    {
        var searched = end - start;
        Shortened = false;
        while (true)
        {
            if (ended || end - start >= MaxLine)
            {
                length = end - start;
                Unended = ended && length > 0;
                Shortened = !ended;
                return length > 0;
            }

            Fill();
            length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += searched;
                return true;
            }

            searched = end - start;
        }
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        if (read >= maxBytes)
        {
            Failure ??= $"it was read as far as its first {maxBytes >> 20} MB, which is the limit";
            ended = true;
            return;
        }

        int got;
        try
        {
            got = stream.Read(buffer, end, (int)Math.Min(buffer.Length - end, maxBytes - read));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ZstdSharp.ZstdException)
        {
            if (read == 0)
            {
                throw new ProfileException($"could not be read: {Sentence(e.Message)}", e);
            }

            Failure = $"reading stopped after {read} bytes: {Sentence(e.Message)}";
            got = 0;
        }

        ended = got == 0;
        end += got;
        read += got;
    }

    private static string Sentence(string message) => message.TrimEnd('.', ' ').ReplaceLineEndings(" ");

    // The line's span lies before start and stays as it is: what is passed over is read into its own place.
    private void SkipLine()
    {
        var line = buffer;
        buffer = new byte[FirstSize];
        line.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        while (true)
        {
            var at = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (at >= 0)
            {
                start += at + 1;
                return;
            }

            start = end;
            if (ended)
            {
                return;
            }

            Fill();
        }
    }
}
