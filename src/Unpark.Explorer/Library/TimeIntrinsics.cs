namespace Unpark.Explorer;

/// <summary>
/// Package time: there is no clock, any time may be there at any moment. A Timer or Ticker has its channel in its first cell;
/// that of a function has none to see, and the channel in its second cell.
/// </summary>
internal static class TimeIntrinsics
{
    public static IEnumerable<Intrinsic> All { get; } =
    [
        new("time.Sleep", c => c.Machine.Yield(c), null),
        new("time.After", c => c.Machine.MakeTimerChannel(c.Site, TimerState.Armed), null),
        new("time.Tick", c => c.Machine.MakeTimerChannel(c.Site, TimerState.Ticking), null),
        new("time.NewTimer", c => c.Machine.MakeTimer(c.Site, TimerState.Armed), null),
        new("time.NewTicker", c => c.Machine.MakeTimer(c.Site, TimerState.Ticking), null),
        new("time.AfterFunc", c => c.Machine.AfterFunc(c.Site, c[1], c.Instruction.Source), null),
        new("time.Timer.Stop", null, OperationKind.TimerStop),
        new("time.Ticker.Stop", null, OperationKind.TimerStop),
        new("time.Timer.Reset", null, OperationKind.TimerReset),
        new("time.Ticker.Reset", null, OperationKind.TimerReset),
    ];
}
