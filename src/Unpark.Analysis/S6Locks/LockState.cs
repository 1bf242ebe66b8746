namespace Unpark.Analysis.S6Locks;

/// <summary>The state of one lock on a path.</summary>
/// <param name="Status">Who holds it.</param>
/// <param name="Site">Where it was taken: an index into the sites of the problem; -1 if it is not held.</param>
/// <param name="DeferRelease">True if it will be given back when the function ends.</param>
/// <param name="DeferAcquire">True if it will be taken when the function ends.</param>
/// <param name="IsLent">True if something that can give it back exists and may be handed on.</param>
internal readonly record struct LockState(LockStatus Status, short Site, bool DeferRelease, bool DeferAcquire, bool IsLent)
{
    /// <summary>Nothing has happened yet.</summary>
    public static LockState Start { get; } = new(LockStatus.AsBefore, -1, false, false, false);

    /// <summary>The state with another holder.</summary>
    public LockState Becomes(LockStatus status, int site = -1) => this with { Status = status, Site = (short)site };
}
