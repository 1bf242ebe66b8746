namespace Unpark.Analysis.S6Locks;

/// <summary>What happens to a lock.</summary>
internal enum LockEventKind : byte
{
    /// <summary>It is taken.</summary>
    Acquire,

    /// <summary>It may be taken; the call's result tells.</summary>
    TryAcquire,

    /// <summary>It is given back.</summary>
    Release,

    /// <summary>It will be taken when the function ends.</summary>
    DeferAcquire,

    /// <summary>It will be given back when the function ends.</summary>
    DeferRelease,

    /// <summary>Something that can give it back was made and may be handed on: a function literal, an object.</summary>
    Lend,

    /// <summary>An object that refers to the lock was made and may be handed on.</summary>
    LendObject,

    /// <summary>It is given back elsewhere, now or later: there is code that does so.</summary>
    HandOff,

    /// <summary>What happens to it cannot be told, or an object that refers to it was handed on.</summary>
    Unclear,

    /// <summary>The variable that the path begins with is declared anew: the next iteration begins.</summary>
    Renew,

    /// <summary>Something on the path is assigned: the path means another lock now.</summary>
    Reassign,
}
