namespace Unpark.Analysis.S6Locks;

/// <summary>What a method does to a lock.</summary>
internal enum LockAction : byte
{
    /// <summary>Takes it, waiting for it.</summary>
    Acquire,

    /// <summary>Takes it if that is possible at once, and tells whether it did.</summary>
    TryAcquire,

    /// <summary>Gives it back.</summary>
    Release,
}
