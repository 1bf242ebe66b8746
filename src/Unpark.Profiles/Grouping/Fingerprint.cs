using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Unpark.Profiles;

/// <summary>What stays of a stack from build to build and from form to form.</summary>
public static class Fingerprint
{
    /// <summary>
    /// The fingerprint of a stack, sixteen hexadecimal digits. Left out are: lines, argument values, numbers of closures,
    /// type arguments, folders of vendored copies, and the functions of the runtime, which some forms show and others do not.
    /// </summary>
    public static string Of(CallStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var text = new StringBuilder();
        var frames = Visible(stack.Frames);
        for (var i = 0; i < frames.Count; i++)
        {
            var outer = i + 1 < frames.Count ? frames[i + 1] : stack.CreatedBy;
            text.Append(Name(frames[i], outer)).Append('\n');
        }

        if (stack.CreatedBy is { } creator)
        {
            text.Append("created by ").Append(Name(creator, null));
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    /// <summary>
    /// The call that a stack is blocked in: the innermost frame that is not of the runtime or of what programs block with
    /// (locks, timers, files, connections); of the runtime's own goroutines the outermost one; null if there is none.
    /// </summary>
    public static Frame? Blocked(CallStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        Frame? first = null;
        foreach (var frame in stack.Frames)
        {
            if (frame.Kind != FrameKind.Call)
            {
                continue;
            }

            if (!FunctionName.IsMachinery(frame.Function))
            {
                first ??= frame;
                if (!FunctionName.IsBlockingPackage(FunctionName.Package(frame.Function)))
                {
                    return frame;
                }
            }
        }

        return first ?? stack.Frames.LastOrDefault(f => f.Function != "runtime.goexit") ?? stack.Frames.FirstOrDefault();
    }

    private static List<Frame> Visible(ImmutableArray<Frame> frames)
    {
        var visible = new List<Frame>(frames.Length);
        foreach (var frame in frames)
        {
            if (frame.Kind is FrameKind.Call && !FunctionName.IsMachinery(frame.Function))
            {
                visible.Add(frame);
            }
            else if (frame.Kind is FrameKind.Elided or FrameKind.Cut or FrameKind.Unavailable)
            {
                visible.Add(new Frame(frame.Kind, "", "", 0));
            }
        }

        return visible;
    }

    private static string Name(Frame frame, Frame? outer)
    {
        if (frame.Kind != FrameKind.Call)
        {
            return frame.Kind == FrameKind.Elided ? "..." : $"({frame.Kind})";
        }

        var package = FunctionName.Package(frame.Function);
        var local = FunctionName.StableLocal(frame.Function);
        // A closure of a function that was inlined is named after both: main.caller.callee.func1. What called it or
        // started it is the function that it stands in, mostly.
        if (outer is { Kind: FrameKind.Call } && local.EndsWith(".func", StringComparison.Ordinal)
            && FunctionName.Package(outer.Function) == package)
        {
            var enclosing = FunctionName.StableLocal(outer.Function);
            if (local.EndsWith($".{enclosing}.func", StringComparison.Ordinal))
            {
                local = $"{enclosing}.func";
            }
        }

        return $"{package}.{local}";
    }
}
