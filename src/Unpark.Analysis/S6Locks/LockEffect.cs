namespace Unpark.Analysis.S6Locks;

/// <summary>What calling a function does to a lock, between its call and its return.</summary>
internal enum LockEffect : byte
{
    /// <summary>The lock is as it was before.</summary>
    None,

    /// <summary>The function takes the lock and leaves it to its caller.</summary>
    Acquires,

    /// <summary>The function takes the lock where it returns a nil error, and only there.</summary>
    AcquiresUnlessError,

    /// <summary>The function takes the lock where it returns true, and only there.</summary>
    AcquiresIfTrue,

    /// <summary>The function gives back a lock that its caller took.</summary>
    Releases,

    /// <summary>It depends.</summary>
    Unclear,
}
