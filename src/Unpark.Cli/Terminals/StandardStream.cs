namespace Unpark.Cli.Terminals;

/// <summary>A standard stream to write to, which may turn out to be closed when it is opened or when it is written to.</summary>
internal sealed class StandardStream : Stream
{
    private readonly Stream? stream;
    private readonly bool mustBeOpen;

    /// <summary>Makes one.</summary>
    /// <param name="stream">The stream, or null if it could not be opened.</param>
    /// <param name="mustBeOpen">Whether writing to a closed stream is an error.</param>
    public StandardStream(Stream? stream, bool mustBeOpen)
    {
        this.stream = stream;
        this.mustBeOpen = mustBeOpen;
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush() => stream?.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="IOException">The stream is full, or is closed and must not be.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            if (stream is null)
            {
                throw new UnauthorizedAccessException();
            }

            stream.Write(buffer);
        }
        catch (UnauthorizedAccessException) when (!mustBeOpen)
        {
            // Nobody is there to be told.
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException("it is closed", e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream?.Dispose();
        }

        base.Dispose(disposing);
    }
}
