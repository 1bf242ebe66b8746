namespace Unpark.Profiles;

/// <summary>What the header of a goroutine says besides its number, its labels and how long it has waited.</summary>
/// <param name="Text">The status or wait reason in Go's words, such as <c>chan receive</c>; empty in forms without one.</param>
/// <param name="Kind">What that means; found from the stack where <paramref name="Text"/> does not tell.</param>
/// <param name="Leaked">True if Go's leak detection has found that nothing can ever wake the goroutine.</param>
/// <param name="Scanned">True if the collector was at its stack.</param>
/// <param name="Durable">True if only goroutines of its own synctest bubble can wake it.</param>
/// <param name="LockedToThread">True after <c>runtime.LockOSThread</c>.</param>
/// <param name="Bubble">The number of its synctest bubble, or 0.</param>
public sealed record GoroutineState(string Text, BlockingKind Kind, bool Leaked = false, bool Scanned = false,
    bool Durable = false, bool LockedToThread = false, long Bubble = 0);
