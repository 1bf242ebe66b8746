namespace Unpark.Analysis.S6Locks;

/// <summary>How a path goes on with a lock that it should have given back.</summary>
internal enum LockLeakKind : byte
{
    /// <summary>The function returns.</summary>
    Return,

    /// <summary>The function panics, and recovers itself.</summary>
    Panic,

    /// <summary>The lock is taken again, on a path that may come with or without it.</summary>
    Relock,

    /// <summary>The next iteration begins with another lock.</summary>
    Renew,
}
