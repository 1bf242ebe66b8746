namespace Unpark.Explorer;

/// <summary>Package os as far as a program that runs on one schedule sees the world; while all are explored nothing is known of it.</summary>
internal static class OSIntrinsics
{
    public static IEnumerable<Intrinsic> All { get; } =
    [
        new("os.write", Write, null),
        new("os.args", Args, null),
        new("os.Getenv", c => c.Machine.Straight != null ? default : c.Unknown(), null),
        new("os.LookupEnv", c => c.Machine.Straight != null ? Value.OfObject(new Value[2]) : c.Unknown(), null),
    ];

    private static Value Write(IntrinsicCall call)
    {
        if (call[1].IsUnknown)
        {
            return default;
        }

        var bytes = call.Machine.BytesOf(call[1]);
        if (call[0].Bits == 1)
        {
            call.Machine.Output?.Write(bytes);
        }
        else
        {
            call.Machine.Straight?.Errors.Write(bytes);
        }

        return default;
    }

    private static Value Args(IntrinsicCall call) => call.Machine.Straight is { } run
        ? call.Machine.SliceOf([Value.Of("program"), .. run.Options.Arguments.Select(a => Value.Of(a))])
        : call.Unknown();
}
