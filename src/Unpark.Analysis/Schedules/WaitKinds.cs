namespace Unpark.Analysis.Schedules;

/// <summary>What a function may do that has to do with other goroutines.</summary>
[Flags]
internal enum WaitKinds
{
    None = 0,

    /// <summary>Waits for a channel, a group or a cond.</summary>
    Channel = 1,

    /// <summary>Takes a lock.</summary>
    Lock = 2,

    /// <summary>Takes a lock in a function it calls.</summary>
    LocksBelow = 4,

    /// <summary>Starts a goroutine.</summary>
    Starts = 8,

    /// <summary>Closes a channel.</summary>
    Closes = 16,
}
