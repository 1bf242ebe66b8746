namespace Unpark.Explorer;

/// <summary>What has become of a goroutine at the end of a trace.</summary>
public enum GoroutineFate
{
    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>It can go on.</summary>
    CanGoOn,

    /// <summary>It waits for something that others may still do.</summary>
    Waits,

    /// <summary>It waits for something that nobody can do any more.</summary>
    Stuck,
}
