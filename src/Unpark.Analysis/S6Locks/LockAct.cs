using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>A step of a function that matters while a lock is held.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Block">The block it is in.</param>
/// <param name="Node">The node of the block.</param>
/// <param name="Syntax">Where.</param>
internal sealed record LockAct(LockActKind Kind, FlowBlock Block, FlowNode Node, Node Syntax)
{
    /// <summary>The lock, WaitGroup, channel, Once or parameter; null if there is no path to it.</summary>
    public AccessPath? Path { get; init; }

    /// <summary>Of a lock, the field or variable of the package that it is; null for elements and local variables.</summary>
    public Var? Class { get; init; }

    /// <summary>What the lock is called apart from a particular object: <c>conn.mu</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>True for the read lock of an RWMutex.</summary>
    public bool IsRead { get; init; }

    /// <summary>True for a lock of package sync.</summary>
    public bool IsStandard { get; init; } = true;

    /// <summary>What is called, if that is known.</summary>
    public BoundFunction? Callee { get; init; }

    /// <summary>True if the flow of values has told what is called: it may be called, and others may.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>True if it takes place when the function ends.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>True if it is one of several clauses of a select statement: it does not wait for this one alone.</summary>
    public bool IsAlternative { get; init; }
}
