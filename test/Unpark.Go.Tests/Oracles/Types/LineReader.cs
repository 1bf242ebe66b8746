namespace Unpark.Go.Tests.Oracles;

/// <summary>Reads lines of a stream as bytes, without their newlines.</summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] buffer = new byte[1 << 20];
    private int start;
    private int end;
    private bool atEnd;

    /// <summary>Gives the next line; it is valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = buffer.AsSpan(start, searched + found);
                start += searched + found + 1;
                return true;
            }

            if (atEnd)
            {
                line = buffer.AsSpan(start, end - start);
                start = end;
                return line.Length > 0;
            }

            searched = end - start;
            if (start > 0)
            {
                buffer.AsSpan(start, searched).CopyTo(buffer);
                start = 0;
                end = searched;
            }
            else if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = stream.Read(buffer, end, buffer.Length - end);
            end += read;
            atEnd = read == 0;
        }
    }
}
