using System.Buffers.Text;
using System.Text;

namespace Unpark.Profiles.Reading;

/// <summary>
/// Reads the lines of stacks and of counted stacks (runtime/traceback.go; runtime/pprof/pprof.go, printCountProfile), once
/// what logs have put around them is off. One parser reads the lines of one source, and finishes a profile where another
/// begins.
/// </summary>
internal sealed partial class TextParser
{
    private const int MaxFrames = 1 << 16;

    // So many lines in a row that are no lines of a stack are the log going on.
    private const int MaxStrangeLines = 3;

    private readonly ProfileContext context;
    private readonly StackTable stacks;
    private ProfileBuilder? builder;
    private string? title;
    private Where where;
    private bool join;

    // The goroutine being read.
    private int[] frames = new int[64];
    private int frameCount;
    private int before = -1;
    private long id;
    private long minutes;
    private int state;
    private int labels;
    private bool running;
    private bool thread;
    private bool created;

    // A function that waits for its place.
    private byte[] function = new byte[512];
    private int functionLength;
    private FrameRole role;
    private int guess;
    private long functionLine;
    private long functionOffset;
    private byte[] functionText = new byte[512];
    private int functionTextLength;

    // Lines in a goroutine that are no lines of a stack.
    private long strange;
    private long strangeRun;
    private long strangeLine;
    private long strangeOffset;
    private byte[]? strangeText;

    public TextParser(ProfileContext context)
    {
        this.context = context;
        stacks = context.Stacks;
    }

    private enum Where
    {
        /// <summary>Between goroutines, or in other text.</summary>
        Outside,

        /// <summary>In a goroutine, where a function may come.</summary>
        Function,

        /// <summary>In a goroutine, behind a function.</summary>
        Place,

        /// <summary>Behind a header that could not be read.</summary>
        Lost,

        /// <summary>In debug=1.</summary>
        Counts,
    }

    /// <summary>True if the parser is not in the midst of anything.</summary>
    public bool IsOutside => where is Where.Outside or Where.Counts;

    /// <summary>True if a function waits for its place.</summary>
    public bool InFrame => where == Where.Place;

    /// <summary>Reads a line; false if it is none of a profile, which the caller may know better.</summary>
    public bool Line(ReadOnlySpan<byte> line, long number, long offset)
    {
        switch (where)
        {
            case Where.Function:
                return FunctionLine(line, number, offset);
            case Where.Place:
                return PlaceLine(line, number, offset);
            case Where.Lost:
                return LostLine(line, number, offset);
            case Where.Counts:
                return CountLine(line, number, offset);
            default:
                return OutsideLine(line, number, offset);
        }
    }

    /// <summary>Takes a line that <see cref="Line"/> refused as text that does not belong here.</summary>
    public void Strange(ReadOnlySpan<byte> line, long number, long offset)
    {
        if (where == Where.Counts)
        {
            EndCounts();
            return;
        }

        if (where != Where.Function)
        {
            return;
        }

        if (created)
        {
            // Its stack is complete: the log goes on.
            EndGoroutine();
            return;
        }

        if (strangeRun++ == 0)
        {
            FlushStrange();
            (strangeLine, strangeOffset, strangeText) = (number, offset, line[..Math.Min(line.Length, 200)].ToArray());
        }

        strange++;
        if (strangeRun > MaxStrangeLines)
        {
            (strange, strangeRun) = (0, 0);
            EndGoroutine();
        }
    }

    /// <summary>Ends the input.</summary>
    /// <param name="inLine">True if it ends in the midst of a line.</param>
    /// <param name="failure">Why it ends, if it is not whole.</param>
    public void End(bool inLine, string? failure)
    {
        var inGoroutine = where is Where.Function or Where.Place;
        var cut = where == Where.Place || (inGoroutine && (inLine || failure is not null)) || (inGoroutine && frameCount == 0);
        if (where == Where.Counts && recordOpen && (inLine || failure is not null))
        {
            cut = true;
        }

        if (inGoroutine && cut)
        {
            if (where == Where.Place)
            {
                Unparsed(functionLine, functionOffset, 1, functionText.AsSpan(0, functionTextLength), "the input ends in this frame");
            }

            AddFrame(stacks.Frame(FrameRole.Cut, [], []));
        }

        if (inGoroutine)
        {
            EndGoroutine();
        }
        else
        {
            EndRecord();
        }

        if (builder is not null)
        {
            cut |= failure is not null;
            builder.Truncated = cut ? failure ?? "the input ends in the midst of a goroutine" : null;
        }

        EndProfile();
    }

    /// <summary>Notes something that could not be understood.</summary>
    public void Unparsed(long line, long offset, long lines, ReadOnlySpan<byte> text, string reason)
        => Builder(ProfileFormat.Stacks, line, offset).AddUnparsed(line, offset, lines, text, reason);

    private bool OutsideLine(ReadOnlySpan<byte> line, long number, long offset)
    {
        if (line.IsEmpty)
        {
            return true;
        }

        switch (line[0])
        {
            case (byte)'g' when line.StartsWith("goroutine"u8):
                return HeaderLine(line, number, offset);
            case (byte)'r' when line.SequenceEqual("runtime stack:"u8):
                BeginThread(number, offset);
                return true;
            case (byte)'p' when line.StartsWith("panic: "u8):
            case (byte)'f' when line.StartsWith("fatal error: "u8):
            case (byte)'S' when line.StartsWith("SIG"u8) && line.IndexOf(": "u8) is > 0 and < 12:
                Marker(line);
                return true;
            case (byte)'-' when line.SequenceEqual("-----"u8):
                join = true;
                return true;
            default:
                return false;
        }
    }

    // The title of the dump that follows. Threads that dump one after the other (GOTRACEBACK=crash) have a line of dashes
    // between them, and make one dump.
    private void Marker(ReadOnlySpan<byte> line)
    {
        if (join)
        {
            return;
        }

        // "panic: x" is followed by "fatal error: ..." or "[signal ...]" of the same dump at times: the first one stays.
        if (builder is not null)
        {
            EndProfile();
        }

        title ??= stacks.Text(line[..Math.Min(line.Length, 1000)]);
    }

    private bool HeaderLine(ReadOnlySpan<byte> line, long number, long offset)
    {
        if (TryCountsTitle(line, number, offset))
        {
            return true;
        }

        if (!Header.TryParse(line, out var header) || !line[header.End..].Trim((byte)' ').IsEmpty)
        {
            if (builder is null || !Header.Begins(line))
            {
                return false;
            }

            // In a dump this is a goroutine that is not understood; elsewhere it is somebody's sentence.
            if (line.Length > "goroutine 1".Length && line.IndexOf((byte)'[') < 0)
            {
                return false;
            }

            Unparsed(number, offset, 1, line, "not a goroutine header as Go 1.4 to 1.27 write it");
            where = Where.Lost;
            return true;
        }

        Begin(header, number, offset, line);
        return true;
    }

    private bool LostLine(ReadOnlySpan<byte> line, long number, long offset)
    {
        if (line.IsEmpty || Header.Begins(line))
        {
            where = Where.Outside;
            return line.IsEmpty || OutsideLine(line, number, offset);
        }

        Unparsed(number, offset, 1, line, "behind a header that was not understood");
        return true;
    }

    private ProfileBuilder Builder(ProfileFormat format, long line, long offset)
    {
        if (builder is null)
        {
            builder = context.NewBuilder(format);
            builder.Title = title;
            (builder.Line, builder.Offset) = (line, offset);
            title = null;
        }

        return builder;
    }

    private void EndProfile()
    {
        if (builder is not null)
        {
            AddRecords(builder);
            context.Finish(builder);
            builder = null;
        }
    }

    private void Begin(in Header header, long number, long offset, ReadOnlySpan<byte> line)
    {
        id = header.Id;
        minutes = header.Minutes;
        state = context.States.State(header.State, header.Flags, header.Bubble);
        running = header.State.SequenceEqual("running"u8);
        labels = 0;
        frameCount = 0;
        before = -1;
        created = false;
        // A thread's own stack has number 0, or is m's of no goroutine.
        thread = header.Id == 0;
        where = Where.Function;
        var to = Builder(ProfileFormat.Stacks, number, offset);
        if (to.Format != ProfileFormat.Stacks)
        {
            EndProfile();
            to = Builder(ProfileFormat.Stacks, number, offset);
        }

        if (!header.Unknown.IsEmpty)
        {
            to.AddUnparsed(number, offset, 1, header.Unknown, "a part of a goroutine's header that is not known");
        }

        if (!header.Labels.IsEmpty)
        {
            labels = context.Labels.Parse(header.Labels);
            if (labels < 0)
            {
                labels = 0;
                to.AddUnparsed(number, offset, 1, line, "labels that cannot be read");
            }
        }

        headerLine = number;
        headerOffset = offset;
    }

    private long headerLine;
    private long headerOffset;

    private void BeginThread(long number, long offset)
    {
        Builder(ProfileFormat.Stacks, number, offset);
        (id, minutes, labels, frameCount, before) = (0, 0, 0, 0, -1);
        (created, running, thread, where) = (false, false, true, Where.Function);
    }

    private void EndGoroutine()
    {
        FlushStrange();
        where = Where.Outside;
        var stack = stacks.Stack(frames.AsSpan(0, frameCount));
        var to = Builder(ProfileFormat.Stacks, headerLine, headerOffset);
        if (thread)
        {
            to.AddThread(stack);
        }
        else
        {
            to.Add(stack, state, labels, id, minutes, 1);
        }
    }

    private void FlushStrange()
    {
        if (strange > 0)
        {
            Unparsed(strangeLine, strangeOffset, strange, strangeText, "not a line of a stack");
            strange = 0;
        }

        strangeRun = 0;
    }

    private bool FunctionLine(ReadOnlySpan<byte> line, long number, long offset)
    {
        if (line.IsEmpty)
        {
            EndGoroutine();
            return true;
        }

        if (line[^1] == ')')
        {
            // The stack of the goroutine that dumps stands first, so another one that runs is another dump's. Those that
            // run on other threads in the same dump have no stack.
            if (running)
            {
                SplitAtRunning();
            }

            var paren = line.LastIndexOf((byte)'(');
            if (paren > 0 && line[0] != '\t')
            {
                var inlined = line[paren..].SequenceEqual("(...)"u8);
                Remember(line[..paren], inlined ? FrameRole.Inlined : FrameRole.Call, number, offset, line);
                return true;
            }
        }

        return OtherFunctionLine(line, number, offset);
    }

    private void SplitAtRunning()
    {
        running = false;
        if (builder is { Goroutines: > 0 } && !join)
        {
            EndProfile();
            Builder(ProfileFormat.Stacks, headerLine, headerOffset);
        }

        join = false;
    }

    private bool OtherFunctionLine(ReadOnlySpan<byte> line, long number, long offset)
    {
        switch (line[0])
        {
            case (byte)'c' when line.StartsWith("created by "u8):
                var name = line["created by ".Length..];
                var tail = name.LastIndexOf(" in goroutine "u8);
                Remember(tail < 0 ? name : name[..tail], FrameRole.CreatedBy, number, offset, line);
                return true;
            case (byte)'g' when Header.Begins(line) || line.StartsWith("goroutine profile: "u8):
                EndGoroutine();
                return OutsideLine(line, number, offset);
            case (byte)'.' when line.EndsWith(" frames elided..."u8):
                return Elided(line[3..]);
            case (byte)'[' when line.StartsWith("[originating from goroutine "u8) && line.EndsWith("]:"u8):
                AddFrame(stacks.Frame(FrameRole.Ancestor, [], []));
                created = false;
                return true;
            case (byte)'\t' when line.EndsWith("stack unavailable"u8):
                AddFrame(stacks.Frame(FrameRole.Unavailable, [], []));
                return true;
            case (byte)'n' when line.StartsWith("non-Go function at pc="u8):
                AddFrame(stacks.Frame(FrameRole.Foreign, "non-Go function"u8, []));
                return true;
            case (byte)'e' or (byte)'r' or (byte)'-' or (byte)'S' or (byte)'f' or (byte)'p' when EndsDump(line):
                EndGoroutine();
                return OutsideLine(line, number, offset);
            case (byte)'\t':
                return false;
            default:
                // The symbol of a C function stands without parentheses, and its place has a pc behind it.
                if (line.IndexOf((byte)' ') >= 0 && !line.SequenceEqual("non-Go function"u8))
                {
                    return false;
                }

                Remember(line, FrameRole.Foreign, number, offset, line);
                return true;
        }
    }

    private static bool EndsDump(ReadOnlySpan<byte> line)
        => line.StartsWith("exit status "u8) || line.SequenceEqual("-----"u8) || line.SequenceEqual("runtime stack:"u8)
            || line.StartsWith("SIGQUIT: "u8) || line.StartsWith("panic: "u8) || line.StartsWith("fatal error: "u8)
            // The registers: "rax    0x0" on amd64, "r0      0x1" on arm64.
            || (line.StartsWith("r"u8) && line.IndexOf("    0x"u8) is > 0 and < 8);

    private bool Elided(ReadOnlySpan<byte> text)
    {
        var counted = Utf8Parser.TryParse(text, out int _, out var digits);
        AddFrame(stacks.Frame(FrameRole.Elided, counted ? text[..digits] : [], []));
        return true;
    }

    private void Remember(ReadOnlySpan<byte> name, FrameRole role, long number, long offset, ReadOnlySpan<byte> line)
    {
        if (function.Length < name.Length)
        {
            function = new byte[name.Length * 2];
        }

        name.CopyTo(function);
        functionLength = name.Length;
        this.role = role;
        (functionLine, functionOffset) = (number, offset);
        functionTextLength = Math.Min(line.Length, functionText.Length);
        line[..functionTextLength].CopyTo(functionText);
        guess = stacks.After(before);
        where = Where.Place;
    }

    private bool PlaceLine(ReadOnlySpan<byte> line, long number, long offset)
    {
        where = Where.Function;
        if (line.Length > 1 && line[0] == '\t')
        {
            var place = Place(line[1..], role == FrameRole.Foreign);
            if (!place.IsEmpty || role == FrameRole.Foreign)
            {
                var name = function.AsSpan(0, functionLength);
                var frame = guess >= 0 && stacks.Is(guess, role, name, place) ? guess : stacks.Frame(role, name, place);
                AddFrame(frame);
                created |= role == FrameRole.CreatedBy;
                strangeRun = 0;
                guess = -1;
                return true;
            }
        }

        // A sentence of somebody's that ends in a parenthesis, or a word alone in a line.
        Strange(functionText.AsSpan(0, functionTextLength), functionLine, functionOffset);
        return where == Where.Function ? FunctionLine(line, number, offset) : Line(line, number, offset);
    }

    // "/a/b.go:35 +0x5c fp=0x1 sp=0x2 pc=0x3" to "/a/b.go:35"; empty if it is no place.
    private static ReadOnlySpan<byte> Place(ReadOnlySpan<byte> text, bool foreign)
    {
        var blank = text.LastIndexOf((byte)' ');
        var end = text.Length;
        if (blank >= 0)
        {
            var word = text[(blank + 1)..];
            if (word.StartsWith("+0x"u8))
            {
                end = blank;
            }
            else if (word.StartsWith("pc=0x"u8))
            {
                var offset = text.LastIndexOf(" +0x"u8);
                var frame = text.LastIndexOf(" fp=0x"u8);
                end = offset >= 0 ? offset : frame >= 0 ? frame : blank;
            }
        }
        else if (foreign && text.StartsWith("pc=0x"u8))
        {
            return [];
        }

        var place = text[..end];
        return place.Length > 2 && place[^1] is >= (byte)'0' and <= (byte)'9' && place.IndexOf((byte)':') >= 0 ? place : [];
    }

    private void AddFrame(int frame)
    {
        if (frameCount == frames.Length)
        {
            if (frameCount >= MaxFrames)
            {
                return;
            }

            Array.Resize(ref frames, frameCount * 2);
        }

        frames[frameCount++] = frame;
        if (stacks.After(before) != frame)
        {
            stacks.Follow(before, frame);
        }

        before = frame;
    }
}
