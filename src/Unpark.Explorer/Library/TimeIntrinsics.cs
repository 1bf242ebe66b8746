namespace Unpark.Explorer;

/// <summary>
/// Package time: there is no clock, any time may be there at any moment. A Timer or Ticker has its channel in its first cell;
/// that of a function has none to see, and the channel in its second cell.
/// </summary>
internal static class TimeIntrinsics
{
    public static IEnumerable<Intrinsic> All { get; } =
    [
        new("time.Sleep", c => c.Machine.Sleep(c), null),
        new("time.now", c => Now(c), null),
        new("time.runtimeNow", c => Now(c), null),
        new("time.runtimeNano", c => c.Machine.Straight is { } run ? Value.Of(run.Now + 1) : c.Unknown(), null),
        new("time.runtimeIsBubbled", c => c.Machine.Straight != null ? Value.Of(false) : c.Unknown(), null),
        new("time.After", c => c.Machine.MakeTimerChannel(c.Site, TimerState.Armed, c[0]), null),
        new("time.Tick", c => c.Machine.MakeTimerChannel(c.Site, TimerState.Ticking, c[0]), null),
        new("time.NewTimer", c => c.Machine.MakeTimer(c.Site, TimerState.Armed, c[0]), null),
        new("time.NewTicker", c => c.Machine.MakeTimer(c.Site, TimerState.Ticking, c[0]), null),
        new("time.AfterFunc", c => c.Machine.AfterFunc(c[0], c[1], c.Instruction.Source), null),
        new("time.Timer.Stop", null, OperationKind.TimerStop),
        new("time.Ticker.Stop", null, OperationKind.TimerStop),
        new("time.Timer.Reset", null, OperationKind.TimerReset),
        new("time.Ticker.Reset", null, OperationKind.TimerReset),
    ];

    // Where there is a clock, it begins at the first of January 2024.
    private static Value Now(IntrinsicCall call)
    {
        const long Start = 1_704_067_200;
        const long Second = 1_000_000_000;
        return call.Machine.Straight is { } run
            ? Value.OfObject(new[] { Value.Of(Start + (run.Now / Second)), Value.Of(run.Now % Second), Value.Of(run.Now + 1) })
            : call.Unknown();
    }
}
