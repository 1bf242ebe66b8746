namespace Unpark.Flow;

/// <summary>
/// A dataflow problem: a join semilattice of states without endless ascending chains, and monotone transfer functions.
/// States are values: a transfer function does not change the one it is given.
/// </summary>
/// <typeparam name="TState">What is known at a place.</typeparam>
public interface IDataflowProblem<TState>
{
    /// <summary>Which way the facts flow.</summary>
    FlowDirection Direction { get; }

    /// <summary>The state of what is not reached, the least one.</summary>
    TState Bottom { get; }

    /// <summary>The state at the entry, or at an end if facts flow backward.</summary>
    TState Boundary(FlowBlock block);

    /// <summary>The least state that is at least both.</summary>
    TState Join(TState x, TState y);

    /// <summary>True if the states say the same.</summary>
    bool AreEqual(TState x, TState y);

    /// <summary>The state on the far side of a block.</summary>
    TState Transfer(FlowBlock block, TState state);

    /// <summary>The state on the far side of an edge.</summary>
    TState Transfer(FlowEdge edge, TState state);
}
