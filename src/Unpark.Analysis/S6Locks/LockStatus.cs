namespace Unpark.Analysis.S6Locks;

/// <summary>Who holds a lock on a path, as far as the function has to do with it.</summary>
internal enum LockStatus : byte
{
    /// <summary>As it was when the function was called.</summary>
    AsBefore,

    /// <summary>The function took it.</summary>
    Held,

    /// <summary>The function gave back what its caller took.</summary>
    Released,

    /// <summary>It cannot be told, or somebody else will give it back.</summary>
    Elsewhere,
}
