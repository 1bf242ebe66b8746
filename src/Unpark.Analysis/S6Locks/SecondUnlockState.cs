namespace Unpark.Analysis.S6Locks;

/// <summary>What a function has done to a lock on a path.</summary>
/// <param name="IsHeld">True if it holds it.</param>
/// <param name="Freed">Where it gave it back, as an index; -1 if it did not since it took it.</param>
/// <param name="Deferred">Where it deferred giving it back, as an index; -1 if it did not.</param>
internal readonly record struct SecondUnlockState(bool IsHeld, short Freed, short Deferred);
