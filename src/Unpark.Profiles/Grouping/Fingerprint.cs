using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Unpark.Profiles;

/// <summary>What stays of a stack from build to build and from form to form.</summary>
public static class Fingerprint
{
    /// <summary>
    /// How many of the innermost frames count. A dump has the 50 innermost frames of a deep stack and the 50 outermost,
    /// pprof's forms have the 128 innermost, those of the runtime among them: so many are in all of them.
    /// </summary>
    public const int Depth = 40;

    /// <summary>
    /// The fingerprint of a stack, sixteen hexadecimal digits. Left out are: lines, argument values, numbers of closures,
    /// type arguments, folders of vendored copies, the functions of the runtime and who started the goroutine, which some
    /// forms show and others do not, and all but the innermost frames.
    /// </summary>
    public static string Of(CallStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var text = new StringBuilder();
        var count = 0;
        foreach (var frame in stack.Frames)
        {
            if (frame.Kind == FrameKind.Elided || count == Depth)
            {
                break;
            }

            if (frame.Kind is FrameKind.Cut or FrameKind.Unavailable)
            {
                text.Append(CultureInfo.InvariantCulture, $"({frame.Kind})\n");
            }
            else if (frame.Kind == FrameKind.Call && !FunctionName.IsMachinery(frame.Function))
            {
                text.Append(NameOf(frame)).Append('\n');
                count++;
            }
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    /// <summary>The function of a frame as fingerprints have it.</summary>
    public static string NameOf(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return $"{FunctionName.Package(frame.Function)}.{WithoutCallers(FunctionName.StableLocal(frame.Function))}";
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

    // A closure of a function that was inlined is named after that one and all that it was inlined into:
    // main.caller.callee.func1. Whether it was is the compiler's choice.
    private static string WithoutCallers(string local)
    {
        const string closure = ".func";
        if (!local.EndsWith(closure, StringComparison.Ordinal))
        {
            return local;
        }

        const string arguments = "[...]";
        var name = local.AsSpan(0, local.Length - closure.Length);
        name = name.EndsWith(arguments, StringComparison.Ordinal) ? name[..^arguments.Length] : name;
        var dot = name.LastIndexOf('.');
        if (dot <= 0)
        {
            return local;
        }

        // The receiver of a method stays: (*T).Run.func.
        var start = name[dot - 1] == ')' ? name[..dot].LastIndexOf('(') : dot + 1;
        return local[Math.Max(start, 0)..];
    }
}
