using System.Buffers.Text;

namespace Unpark.Profiles.Reading;

/// <summary>
/// The first line of a goroutine (runtime/traceback.go, goroutineheader), as far as it goes:
/// <c>goroutine 7 gp=0x1 m=nil [chan receive (leaked), 5 minutes, locked to thread] {k: v}:</c>.
/// </summary>
internal ref struct Header
{
    private static ReadOnlySpan<byte> Start => "goroutine "u8;

    public long Id;
    public ReadOnlySpan<byte> State;
    public ReadOnlySpan<byte> Labels;
    public long Minutes;
    public long Bubble;
    public StateFlags Flags;

    /// <summary>A part between the brackets that is none of those known.</summary>
    public ReadOnlySpan<byte> Unknown;

    /// <summary>Where the header ends in the line it was read from.</summary>
    public int End;

    /// <summary>True if a line may be a header, or the beginning of one.</summary>
    public static bool Begins(ReadOnlySpan<byte> line) => line.StartsWith(Start) && line.Length > Start.Length
        && line[Start.Length] is >= (byte)'0' and <= (byte)'9';

    /// <summary>Reads a header that may have text behind it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out Header header)
    {
        header = default;
        if (!line.StartsWith(Start))
        {
            return false;
        }

        var at = Start.Length;
        if (!Utf8Parser.TryParse(line[at..], out header.Id, out var digits))
        {
            return false;
        }

        at += digits;
        // Between the number and the state there may be gp=, m= and mp=.
        while (at + 1 < line.Length && line[at] == ' ' && line[at + 1] != '[')
        {
            var word = line[(at + 1)..];
            var length = word.IndexOf((byte)' ');
            if (length < 0 || !(word.StartsWith("gp="u8) || word.StartsWith("m="u8) || word.StartsWith("mp="u8)))
            {
                return false;
            }

            at += 1 + length;
        }

        if (!line[at..].StartsWith(" ["u8))
        {
            return false;
        }

        at += 2;
        var close = line[at..].IndexOf((byte)']');
        if (close < 0)
        {
            return false;
        }

        header.ParseState(line.Slice(at, close));
        at += close + 1;
        if (line[at..].StartsWith(" {"u8))
        {
            at += 2;
            var length = LabelsLength(line[at..]);
            if (length < 0)
            {
                return false;
            }

            header.Labels = line.Slice(at, length);
            at += length + 1;
        }

        if (at >= line.Length || line[at] != ':')
        {
            return false;
        }

        header.End = at + 1;
        return true;
    }

    private void ParseState(ReadOnlySpan<byte> text)
    {
        var comma = text.IndexOf((byte)',');
        State = comma < 0 ? text : text[..comma];
        // The marks stand in this order; the text of a reason never ends in one of them.
        Strip(" (durable)"u8, StateFlags.Durable);
        Strip(" (scan)"u8, StateFlags.Scanned);
        Strip(" (leaked)"u8, StateFlags.Leaked);
        // Some reasons are durable by their name, and have the other marks behind that.
        Strip(" (durable)"u8, StateFlags.Durable);
        while (comma >= 0)
        {
            text = text[(comma + 1)..];
            comma = text.IndexOf((byte)',');
            ParsePart((comma < 0 ? text : text[..comma]).TrimStart((byte)' '));
        }
    }

    private void ParsePart(ReadOnlySpan<byte> part)
    {
        if (part.EndsWith(" minutes"u8) && Utf8Parser.TryParse(part, out long minutes, out var used)
            && used == part.Length - " minutes".Length)
        {
            Minutes = minutes;
        }
        else if (part.SequenceEqual("locked to thread"u8))
        {
            Flags |= StateFlags.LockedToThread;
        }
        else if (part.StartsWith("synctest bubble "u8) || part.StartsWith("synctest group "u8))
        {
            // Go 1.24 called the bubble a group and numbered it by its goroutine.
            _ = Utf8Parser.TryParse(part[(part.LastIndexOf((byte)' ') + 1)..], out Bubble, out _);
        }
        else
        {
            Unknown = part;
        }
    }

    private void Strip(ReadOnlySpan<byte> mark, StateFlags flag)
    {
        if (State.EndsWith(mark))
        {
            State = State[..^mark.Length];
            Flags |= flag;
        }
    }

    // Values may be quoted and hold anything.
    private static int LabelsLength(ReadOnlySpan<byte> text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'\\' when quoted:
                    i++;
                    break;
                case (byte)'}' when !quoted:
                    return i;
            }
        }

        return -1;
    }
}
