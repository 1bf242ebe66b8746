using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Unpark.Profiles.Reading;

/// <summary>
/// The frames and stacks of an input, each kept once: what makes memory follow the distinct stacks. A frame's key is its
/// role, its function, a zero byte, and its place; a stack's key is the numbers of its frames.
/// </summary>
internal sealed class StackTable
{
    private readonly ByteTable frames = new();
    private readonly ByteTable stacks = new();
    private readonly List<CallStack> made = [];
    private readonly Dictionary<string, string> strings = new(StringComparer.Ordinal);
    private readonly List<Frame?> madeFrames = [];
    // Which frame came behind a frame the last time: mostly it does so again, and no hash is needed.
    private int[] likely = [];
    private byte[] key = new byte[1 << 10];

    /// <summary>The number of a frame.</summary>
    public int Frame(FrameRole role, ReadOnlySpan<byte> function, ReadOnlySpan<byte> place)
    {
        var length = function.Length + place.Length + 2;
        if (key.Length < length)
        {
            key = new byte[length * 2];
        }

        var to = key.AsSpan(0, length);
        to[0] = (byte)role;
        function.CopyTo(to[1..]);
        to[function.Length + 1] = 0;
        place.CopyTo(to[(function.Length + 2)..]);
        return frames.Intern(to);
    }

    /// <summary>True if a frame is the one that is meant.</summary>
    public bool Is(int frame, FrameRole role, ReadOnlySpan<byte> function, ReadOnlySpan<byte> place)
    {
        var its = frames[frame];
        return its.Length == function.Length + place.Length + 2 && its[0] == (byte)role
            && its.Slice(1, function.Length).SequenceEqual(function) && its[function.Length + 1] == 0
            && its[(function.Length + 2)..].SequenceEqual(place);
    }

    /// <summary>The frame that came behind this one the last time, or -1; -1 stands for the beginning of a stack.</summary>
    public int After(int frame) => (uint)(frame + 1) < (uint)likely.Length ? likely[frame + 1] : -1;

    /// <summary>Remembers which frame came behind another one.</summary>
    public void Follow(int frame, int next)
    {
        if (frame + 1 >= likely.Length)
        {
            var from = likely.Length;
            Array.Resize(ref likely, Math.Max(64, (frame + 2) * 2));
            likely.AsSpan(from).Fill(-1);
        }

        likely[frame + 1] = next;
    }

    /// <summary>The number of a stack.</summary>
    public int Stack(ReadOnlySpan<int> numbers)
    {
        var stack = stacks.Intern(MemoryMarshal.AsBytes(numbers));
        if (stack == made.Count)
        {
            made.Add(Make(numbers));
        }

        return stack;
    }

    /// <summary>The stack of a number.</summary>
    public CallStack this[int stack] => made[stack];

    /// <summary>A text, the same object for the same text.</summary>
    public string Text(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(strings, text, out _);
        return kept ??= text;
    }

    private CallStack Make(ReadOnlySpan<int> numbers)
    {
        var parts = new List<(ImmutableArray<Frame> Frames, Frame? CreatedBy)>();
        var part = ImmutableArray.CreateBuilder<Frame>();
        Frame? createdBy = null;
        foreach (var number in numbers)
        {
            switch ((FrameRole)frames[number][0])
            {
                case FrameRole.Ancestor:
                    parts.Add((part.ToImmutable(), createdBy));
                    part.Clear();
                    createdBy = null;
                    break;
                case FrameRole.CreatedBy:
                    createdBy = Make(number);
                    break;
                default:
                    part.Add(Make(number));
                    break;
            }
        }

        parts.Add((part.ToImmutable(), createdBy));
        var ancestors = parts.Skip(1).Select(p => new CallStack(p.Frames, p.CreatedBy, [])).ToImmutableArray();
        return new CallStack(parts[0].Frames, parts[0].CreatedBy, ancestors);
    }

    private Frame Make(int number)
    {
        while (madeFrames.Count <= number)
        {
            madeFrames.Add(null);
        }

        return madeFrames[number] ??= MakeFrame(frames[number]);
    }

    private Frame MakeFrame(ReadOnlySpan<byte> from)
    {
        var role = (FrameRole)from[0];
        var zero = from[1..].IndexOf((byte)0) + 1;
        var function = from[1..zero];
        var place = from[(zero + 1)..];
        if (role == FrameRole.Elided)
        {
            _ = Utf8Parser.TryParse(function, out int count, out _);
            return new Frame(FrameKind.Elided, "", "", 0, Count: count);
        }

        var colon = place.LastIndexOf((byte)':');
        var line = 0;
        if (colon >= 0 && Utf8Parser.TryParse(place[(colon + 1)..], out line, out var used) && used == place.Length - colon - 1)
        {
            place = place[..colon];
        }

        var kind = role switch
        {
            FrameRole.Foreign => FrameKind.Foreign,
            FrameRole.Unavailable => FrameKind.Unavailable,
            FrameRole.Cut => FrameKind.Cut,
            _ => FrameKind.Call,
        };
        return new Frame(kind, Text(function), Text(place), line, role == FrameRole.Inlined);
    }
}
