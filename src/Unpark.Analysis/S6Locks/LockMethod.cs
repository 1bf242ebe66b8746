namespace Unpark.Analysis.S6Locks;

/// <summary>A method of a lock.</summary>
/// <param name="Action">What it does.</param>
/// <param name="IsRead">True for the read lock of an RWMutex.</param>
/// <param name="IsStandard">True for a lock of package sync; otherwise it is one by its methods.</param>
internal sealed record LockMethod(LockAction Action, bool IsRead, bool IsStandard);
