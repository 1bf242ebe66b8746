using System.Buffers.Text;

namespace Unpark.Profiles.Reading;

/// <content>debug=1.</content>
internal sealed partial class TextParser
{
    private bool recordOpen;
    private long recordCount;
    private bool recordHasPcs;
    private readonly ulong[] recordAddresses = new ulong[HiddenFrames.Addresses];
    private int recordHidden;
    private HiddenFrames hiddenFrames = new();
    private readonly List<HiddenFrames.Record> records = [];

    private bool TryCountsTitle(ReadOnlySpan<byte> line, long number, long offset)
    {
        var colon = line.IndexOf(" profile: total "u8);
        if (colon < 0 || !(line[..colon].SequenceEqual("goroutine"u8) || line[..colon].SequenceEqual("goroutineleak"u8))
            || !Utf8Parser.TryParse(line[(colon + " profile: total ".Length)..], out long total, out _))
        {
            return false;
        }

        EndProfile();
        var to = Builder(ProfileFormat.Counts, number, offset);
        to.Name = stacks.Text(line[..colon]);
        to.DeclaredTotal = total;
        where = Where.Counts;
        return true;
    }

    private bool CountLine(ReadOnlySpan<byte> line, long number, long offset)
    {
        if (line.IsEmpty)
        {
            EndRecord();
            return true;
        }

        if (line[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
        {
            return CountHeader(line, number, offset);
        }

        if (line.StartsWith("#\t"u8) && recordOpen)
        {
            return CountFrame(line[2..], number, offset, line);
        }

        if (line.StartsWith("# labels: {"u8) && line[^1] == '}' && recordOpen)
        {
            labels = context.Labels.Parse(line["# labels: {".Length..^1]);
            if (labels < 0)
            {
                labels = 0;
                builder!.AddUnparsed(number, offset, 1, line, "labels that cannot be read");
            }

            return true;
        }

        if (line.StartsWith("goroutine"u8) || line.StartsWith("panic: "u8) || line.StartsWith("fatal error: "u8)
            || line.StartsWith("SIGQUIT: "u8))
        {
            EndCounts();
            return OutsideLine(line, number, offset);
        }

        if (line[0] == '#')
        {
            builder!.AddUnparsed(number, offset, 1, line, "not a line of a debug=1 profile");
            return true;
        }

        return false;
    }

    private bool CountHeader(ReadOnlySpan<byte> line, long number, long offset)
    {
        EndRecord();
        if (!Utf8Parser.TryParse(line, out long count, out var used) || !line[used..].StartsWith(" @"u8))
        {
            builder!.AddUnparsed(number, offset, 1, line, "not a line of a debug=1 profile");
            return true;
        }

        recordOpen = true;
        recordCount = count;
        recordHasPcs = ReadAddresses(line[(used + " @".Length)..]);
        recordHidden = 0;
        (labels, frameCount, before) = (0, 0, -1);
        return true;
    }

    // " 0x48c66a 0x419f8e 0x419ab2 0x6bc6b9 0x4935a1": where the calls return to, the innermost first.
    private bool ReadAddresses(ReadOnlySpan<byte> text)
    {
        Array.Clear(recordAddresses);
        var any = false;
        for (var i = 0; text.StartsWith(" 0x"u8) && Utf8Parser.TryParse(text[3..], out ulong address, out var used, 'x'); i++)
        {
            any = true;
            text = text[(3 + used)..];
            if (i < recordAddresses.Length)
            {
                recordAddresses[i] = address;
            }
        }

        return any;
    }

    // "0x6bc6b8<tab>main.leak.func1+0x18<tabs>/path/main.go:24"
    private bool CountFrame(ReadOnlySpan<byte> text, long number, long offset, ReadOnlySpan<byte> line)
    {
        if (text.SequenceEqual("0x0"u8))
        {
            // What Go prints of a goroutine without a stack.
            return true;
        }

        var tab = text.IndexOf((byte)'\t');
        var last = text.LastIndexOf((byte)'\t');
        if (tab < 0 || last <= tab)
        {
            // An address without a symbol.
            if (text.StartsWith("0x"u8) && tab < 0)
            {
                AddFrame(stacks.Frame(FrameRole.Foreign, "non-Go function"u8, []));
                return true;
            }

            builder!.AddUnparsed(number, offset, 1, line, "not a frame of a debug=1 profile");
            return true;
        }

        var function = text[(tab + 1)..last].TrimEnd((byte)'\t');
        var plus = function.LastIndexOf("+0x"u8);
        function = plus < 0 ? function : function[..plus];
        if (frameCount == 0 && text.StartsWith("0x"u8) && Utf8Parser.TryParse(text[2..tab], out ulong address, out _, 'x'))
        {
            // A frame has the address of its call, which is before the one it returns to.
            recordHidden = Array.IndexOf(recordAddresses, address + 1);
            hiddenFrames.Learn(recordAddresses, recordHidden, function);
        }

        AddFrame(stacks.Frame(FrameRole.Call, function, text[(last + 1)..]));
        return true;
    }

    private void EndRecord()
    {
        if (!recordOpen)
        {
            return;
        }

        recordOpen = false;
        if (!recordHasPcs && frameCount == 0)
        {
            // Nothing but an address of zero, or not even that: no goroutine looks so.
            builder!.Phantoms += recordCount;
            return;
        }

        records.Add(new HiddenFrames.Record(frames.AsSpan(0, frameCount), recordAddresses, recordHidden, labels, recordCount));
    }

    // What stands at the end of a profile may tell what is hidden at its beginning.
    private void AddRecords(ProfileBuilder to)
    {
        var state = context.States.State([], StateFlags.None, 0);
        foreach (var record in records)
        {
            to.Add(record.StackIn(stacks, hiddenFrames), state, record.Labels, 0, 0, record.Count);
        }

        records.Clear();
        hiddenFrames = new HiddenFrames();
    }

    private void EndCounts()
    {
        EndRecord();
        EndProfile();
        where = Where.Outside;
    }
}
