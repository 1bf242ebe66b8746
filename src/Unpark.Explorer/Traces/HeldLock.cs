namespace Unpark.Explorer;

/// <summary>A lock that is held for some time.</summary>
/// <param name="Goroutine">The number of the goroutine that took it.</param>
/// <param name="Object">The number of the lock in <see cref="Trace.Objects"/>.</param>
/// <param name="At">Where it was taken.</param>
/// <param name="IsShared">True of an RWMutex that is held for reading.</param>
/// <param name="From">The index of the step that took it.</param>
/// <param name="To">The index of the step in or after which it was given back; null if it never was.</param>
public sealed record HeldLock(int Goroutine, int Object, StackFrame At, bool IsShared, int From, int? To);
