using Unpark.Flow;

namespace Unpark.Analysis.S6Locks;

/// <summary>A lock as a function names it, in one of its two modes.</summary>
/// <param name="Path">The way to the lock; of a lock with keys the key is the last step.</param>
/// <param name="IsRead">True for the read lock of an RWMutex.</param>
/// <param name="IsCounted">True for a semaphore: several may hold it, and one may hold it several times.</param>
internal readonly record struct LockKey(AccessPath Path, bool IsRead, bool IsCounted = false);
