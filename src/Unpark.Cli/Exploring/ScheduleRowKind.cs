namespace Unpark.Cli.Exploring;

/// <summary>What a line of a schedule is.</summary>
internal enum ScheduleRowKind
{
    /// <summary>A step.</summary>
    Step,

    /// <summary>A goroutine starts another one.</summary>
    Start,

    /// <summary>A goroutine ends.</summary>
    End,

    /// <summary>A goroutine is blocked for ever.</summary>
    Blocked,

    /// <summary>A goroutine waits, or could go on.</summary>
    Left,

    /// <summary>The process ends.</summary>
    Exit,
}
