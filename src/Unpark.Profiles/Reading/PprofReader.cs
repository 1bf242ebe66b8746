using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Unpark.Profiles.Reading;

/// <summary>
/// debug=0: pprof's message Profile (github.com/google/pprof, proto/profile.proto; runtime/pprof/proto.go). Understood is
/// also the convention by which some servers give each goroutine a sample of its own with the labels
/// <c>go::goroutine</c>, <c>go::goroutine_state</c> and so on.
/// </summary>
internal sealed class PprofReader
{
    private const long NanosPerTick = 100;

    private readonly ProfileContext context;
    private readonly byte[] data;
    private readonly List<(int Start, int Length)> strings = [];
    private readonly Dictionary<ulong, (ulong Name, ulong File)> functions = [];
    private readonly Dictionary<ulong, int[]> locations = [];
    private readonly List<(int Start, int Length)> samples = [];
    private readonly List<(int Start, int Length)> locationMessages = [];
    private readonly List<(ulong Type, ulong Unit)> sampleTypes = [];
    private byte[] place = new byte[512];
    private ulong timeNanos;

    private PprofReader(ProfileContext context, byte[] data) => (this.context, this.data) = (context, data);

    /// <summary>Reads a profile.</summary>
    /// <exception cref="ProfileException">It is none, or not one of goroutines.</exception>
    public static void Read(ProfileContext context, byte[] data, string? failure)
    {
        var reader = new PprofReader(context, data);
        var whole = reader.ReadMessage();
        reader.CheckType();
        reader.Build(whole ? failure : failure ?? "the profile ends in the midst of a message");
    }

    private bool ReadMessage()
    {
        var reader = new ProtoReader(data);
        while (reader.Read())
        {
            if (!reader.IsBytes)
            {
                timeNanos = reader.Field == 9 ? reader.Number : timeNanos;
                continue;
            }

            var span = (Start: OffsetOf(reader.Bytes), reader.Bytes.Length);
            switch (reader.Field)
            {
                case 1:
                    var type = new ProtoReader(reader.Bytes);
                    var (name, unit) = (0UL, 0UL);
                    while (type.Read())
                    {
                        name = type.Field == 1 ? type.Number : name;
                        unit = type.Field == 2 ? type.Number : unit;
                    }

                    sampleTypes.Add((name, unit));
                    break;
                case 2:
                    samples.Add(span);
                    break;
                case 4:
                    locationMessages.Add(span);
                    break;
                case 5:
                    AddFunction(reader.Bytes);
                    break;
                case 6:
                    strings.Add(span);
                    break;
            }
        }

        return !reader.Failed;
    }

    private int OffsetOf(ReadOnlySpan<byte> part)
    {
        // An empty part may begin behind the last byte.
        _ = data.AsSpan().Overlaps(part, out var offset);
        return part.IsEmpty ? 0 : offset;
    }

    private void CheckType()
    {
        if (strings.Count == 0 || sampleTypes.Count == 0)
        {
            throw new ProfileException("neither text nor a profile of pprof's");
        }

        var type = Encoding.UTF8.GetString(Text(sampleTypes[0].Type));
        if (type is not ("goroutine" or "goroutineleak"))
        {
            throw new ProfileException(
                $"a profile of \"{Printable(type)}\", not of goroutines: /debug/pprof/goroutine has those");
        }
    }

    private static string Printable(string text)
        => new([.. text.Take(40).Select(c => char.IsControl(c) ? '?' : c)]);

    private ReadOnlySpan<byte> Text(ulong index)
    {
        if (index >= (ulong)strings.Count)
        {
            return [];
        }

        var (start, length) = strings[(int)index];
        return data.AsSpan(start, length);
    }

    private void AddFunction(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        var (id, name, file) = (0UL, 0UL, 0UL);
        while (reader.Read())
        {
            id = reader.Field == 1 ? reader.Number : id;
            name = reader.Field == 2 ? reader.Number : name;
            file = reader.Field == 4 ? reader.Number : file;
        }

        functions[id] = (name, file);
    }

    private void AddLocation(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        var id = 0UL;
        var frames = new List<(ulong Function, ulong Line)>();
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                id = reader.Number;
            }
            else if (reader.Field == 4 && reader.IsBytes)
            {
                var line = new ProtoReader(reader.Bytes);
                var (function, number) = (0UL, 0UL);
                while (line.Read())
                {
                    function = line.Field == 1 ? line.Number : function;
                    number = line.Field == 2 ? line.Number : number;
                }

                frames.Add((function, number));
            }
        }

        var numbers = new int[Math.Max(1, frames.Count)];
        // What has no function is code that Go has no symbols of.
        numbers[0] = frames.Count == 0 ? context.Stacks.Frame(FrameRole.Foreign, "non-Go function"u8, []) : 0;
        for (var i = 0; i < frames.Count; i++)
        {
            // The last one is the function that the others are inlined into.
            numbers[i] = Frame(frames[i].Function, frames[i].Line, i < frames.Count - 1);
        }

        locations[id] = numbers;
    }

    private int Frame(ulong function, ulong line, bool inlined)
    {
        functions.TryGetValue(function, out var its);
        var file = Text(its.File);
        if (place.Length < file.Length + 24)
        {
            place = new byte[file.Length * 2];
        }

        file.CopyTo(place);
        place[file.Length] = (byte)':';
        Utf8Formatter.TryFormat(line & int.MaxValue, place.AsSpan(file.Length + 1), out var digits);
        return context.Stacks.Frame(inlined ? FrameRole.Inlined : FrameRole.Call, Text(its.Name),
            place.AsSpan(0, file.Length + 1 + digits));
    }

    private void Build(string? truncated)
    {
        var builder = context.NewBuilder(ProfileFormat.Pprof);
        builder.Name = Encoding.UTF8.GetString(Text(sampleTypes[0].Type));
        builder.Time = timeNanos is 0 or > long.MaxValue
            ? null
            : DateTimeOffset.UnixEpoch.AddTicks((long)timeNanos / NanosPerTick);
        builder.Truncated = truncated;
        builder.DeclaredTotal = null;
        foreach (var (start, length) in locationMessages)
        {
            AddLocation(data.AsSpan(start, length));
        }

        foreach (var (start, length) in samples)
        {
            if (!AddSample(builder, data.AsSpan(start, length)))
            {
                builder.AddUnparsed(0, start, 1, [], "a sample whose message makes no sense");
            }
        }

        // A process always has goroutines, but none need be leaked.
        context.Done.Enqueue(builder.Build(context.States));
    }

    private bool AddSample(ProfileBuilder builder, ReadOnlySpan<byte> message)
    {
        var ids = new List<ulong>();
        var values = new List<ulong>();
        var labels = ImmutableArray.CreateBuilder<Label>();
        var (id, minutes, state) = (0L, 0L, "");
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1 when !AddNumbers(reader, ids):
                case 2 when !AddNumbers(reader, values):
                    return false;
                case 3 when reader.IsBytes:
                    AddLabel(reader.Bytes, labels, ref id, ref minutes, ref state);
                    break;
            }
        }

        if (reader.Failed || values.Count == 0)
        {
            return false;
        }

        var count = (long)values[0];
        if (ids.Count == 0)
        {
            builder.Phantoms += count;
            return true;
        }

        var frames = new List<int>();
        foreach (var location in ids)
        {
            if (!locations.TryGetValue(location, out var its))
            {
                return false;
            }

            frames.AddRange(its);
        }

        var stack = context.Stacks.Stack(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(frames));
        builder.Add(stack, context.States.State(Encoding.UTF8.GetBytes(state), StateFlags.None, 0),
            context.Labels.Add(labels.ToImmutable()), id, minutes, count);
        return true;
    }

    // Repeated numbers are packed into bytes, or stand one by one.
    private static bool AddNumbers(in ProtoReader reader, List<ulong> to)
    {
        if (!reader.IsBytes)
        {
            to.Add(reader.Number);
            return true;
        }

        var bytes = reader.Bytes;
        while (!bytes.IsEmpty)
        {
            if (!ProtoReader.TryNumber(ref bytes, out var number))
            {
                return false;
            }

            to.Add(number);
        }

        return true;
    }

    private void AddLabel(ReadOnlySpan<byte> message, ImmutableArray<Label>.Builder labels, ref long id, ref long minutes,
        ref string state)
    {
        var reader = new ProtoReader(message);
        var (key, text, number, isText) = (0UL, 0UL, 0L, false);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.Number;
                    break;
                case 2:
                    (text, isText) = (reader.Number, true);
                    break;
                case 3:
                    number = (long)reader.Number;
                    break;
            }
        }

        var name = Encoding.UTF8.GetString(Text(key));
        switch (name)
        {
            case "go::goroutine":
                id = number;
                break;
            case "go::goroutine_wait_minutes":
                minutes = number;
                break;
            case "go::goroutine_state":
                state = Encoding.UTF8.GetString(Text(text));
                break;
            case "go::goroutine_created_by":
                // The creator's number, and not its function: it says nothing without the others.
                break;
            default:
                labels.Add(new Label(name,
                    isText ? Encoding.UTF8.GetString(Text(text)) : number.ToString(CultureInfo.InvariantCulture)));
                break;
        }
    }
}
