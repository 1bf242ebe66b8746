namespace Unpark.Profiles.Reading;

/// <summary>The wire format of protocol buffers, as far as pprof needs it.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> rest = data;

    /// <summary>The number of the field last read.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a field of a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>The value of a field of bytes, a text or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>True if the field is one of bytes.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>True if the message was not understood.</summary>
    public bool Failed { get; private set; }

    /// <summary>Reads the next field; false at the end or where the bytes make no sense.</summary>
    public bool Read()
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        if (!TryNumber(ref rest, out var tag) || tag >> 3 is 0 or > 0x1FFFFFFF)
        {
            return Fail();
        }

        Field = (int)(tag >> 3);
        IsBytes = false;
        switch (tag & 7)
        {
            case 0:
                if (!TryNumber(ref rest, out var number))
                {
                    return Fail();
                }

                Number = number;
                return true;
            case 1:
                return Skip(8);
            case 5:
                return Skip(4);
            case 2:
                if (!TryNumber(ref rest, out var length) || length > (ulong)rest.Length)
                {
                    return Fail();
                }

                Bytes = rest[..(int)length];
                rest = rest[(int)length..];
                IsBytes = true;
                return true;
            default:
                return Fail();
        }
    }

    /// <summary>Reads a number of up to 64 bits, seven a byte.</summary>
    public static bool TryNumber(ref ReadOnlySpan<byte> from, out ulong number)
    {
        number = 0;
        for (var i = 0; i < from.Length && i < 10; i++)
        {
            number |= (ulong)(from[i] & 0x7F) << (7 * i);
            if (from[i] < 0x80)
            {
                from = from[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private bool Skip(int length)
    {
        if (rest.Length < length)
        {
            return Fail();
        }

        Number = 0;
        rest = rest[length..];
        return true;
    }

    private bool Fail()
    {
        Failed = true;
        return false;
    }
}
