using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// Tells whether a lock that some function takes is the one that somebody else holds: by the path by which the function
/// names it, or, where the objects are known by different ways, by the field that it is.
/// </summary>
internal sealed class LockMatch
{
    private readonly AccessPath? wanted;
    private readonly Var? type;
    private readonly Func<AccessPath, AccessPath?>? seen;

    private LockMatch(AccessPath? wanted, Var? type, Func<AccessPath, AccessPath?>? seen)
    {
        this.wanted = wanted;
        this.type = type;
        this.seen = seen;
    }

    /// <summary>The lock has this path.</summary>
    public static LockMatch ByPath(AccessPath wanted) => new(wanted, null, null);

    /// <summary>The lock has this path for another function, which names things as it is told.</summary>
    public static LockMatch ByPath(AccessPath wanted, Func<AccessPath, AccessPath?> seen) => new(wanted, null, seen);

    /// <summary>The lock is this field.</summary>
    public static LockMatch ByField(Var type) => new(null, type, null);

    /// <summary>True if the lock at the end of a chain is the one.</summary>
    public bool Matches(ActChain chain)
    {
        if (type != null)
        {
            return chain.Last.Class == type;
        }

        return chain.Path is { } path && (seen == null ? path : seen(path))?.Equals(wanted) == true;
    }

    /// <summary>The same for the caller of the function; null if the caller has no name for the lock.</summary>
    public LockMatch? Above(FlowFunction caller, BoundFunction callee) => type != null ? this
        : seen == null && PackageActs.Translate(caller, callee, wanted!) is { } path ? ByPath(path)
        : null;
}
